package dev.usher.e2e.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A point at which a bridge stops and says so.
 *
 * @param after whether it stops when the step is done, not when it is about to be
 * @param nth which record, or for {@link Step#COMMIT} which commit, counted from when the stop was set; from 1
 */
record Stop(Step step, boolean after, int nth) {

    /** One at this step, chosen by chance. */
    static Stop at(Step step, Random chance) {
        int nth = 1 + (step == Step.COMMIT ? chance.nextInt(2) : chance.nextInt(40));
        return new Stop(step, chance.nextBoolean(), nth);
    }

    /** So many, each step as often as the others, in an order left to chance. */
    static List<Stop> evenly(int count, Random chance) {
        List<Stop> stops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stops.add(at(Step.values()[i % Step.values().length], chance));
        }
        Collections.shuffle(stops, chance);
        return stops;
    }

    static Stop parse(String text) {
        String[] words = text.split(" ");
        return new Stop(
                Step.valueOf(words[0].toUpperCase(Locale.ROOT)), words[1].equals("after"), Integer.parseInt(words[2]));
    }

    @Override
    public String toString() {
        return step.name().toLowerCase(Locale.ROOT) + (after ? " after " : " before ") + nth;
    }
}
