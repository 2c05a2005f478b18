package dev.usher.e2e.faults;

import java.util.Random;

/** Chance that can be had again: {@code -Dusher.seed=…}. Each scenario has its own, from the seed and its name. */
final class Seed {

    private static final long VALUE = Long.getLong("usher.seed", System.nanoTime() & 0xFFFF_FFFFL);

    private Seed() {}

    static Random of(String scenario) {
        System.out.println("faults: " + scenario + " seed=" + VALUE);
        return new Random(VALUE * 31 + scenario.hashCode());
    }
}
