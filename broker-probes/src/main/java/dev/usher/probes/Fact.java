package dev.usher.probes;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing about brokers that our work rests on.
 *
 * @param id stable; lower case words joined by hyphens
 * @param question in one sentence, so that the answers compare in a word or two
 * @param matters what depends on the answer
 */
public record Fact(String id, Area area, String question, String matters, Standing standing, Probe probe) {

    public Fact {
        if (!id.matches("[a-z][a-z0-9-]*[a-z0-9]")) {
            throw new IllegalArgumentException("the id of a fact is lower case words joined by hyphens, not " + id);
        }
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(probe, "probe");
        if (question.isBlank() || matters.isBlank()) {
            throw new IllegalArgumentException(id + " needs a question and a reason to ask it");
        }
    }

    /** Facts of one area, said briefly. */
    public static Draft about(Area area, String id) {
        return new Draft(area, id, "", "", new Standing.Open(""));
    }

    @Override
    public String toString() {
        return id;
    }

    /** A fact that is being said; {@link #by} ends the sentence. */
    public record Draft(Area area, String id, String question, String matters, Standing standing) {

        public Draft asks(String text) {
            return new Draft(area, id, text, matters, standing);
        }

        public Draft matters(String text) {
            return new Draft(area, id, question, text, standing);
        }

        /** Public text says so. */
        public Draft documented(String answer, String source) {
            return new Draft(area, id, question, matters, new Standing.Documented(answer, source, Optional.empty()));
        }

        /** Public text says so, and a switch models it nevertheless, since the text leaves a doubt. */
        public Draft documented(String answer, String source, String switchName) {
            return new Draft(
                    area, id, question, matters, new Standing.Documented(answer, source, Optional.of(switchName)));
        }

        /** Nobody knows, and a switch of the embedded broker models it. */
        public Draft unconfirmed(String assumed, String switchName) {
            return new Draft(area, id, question, matters, new Standing.Unconfirmed(assumed, Optional.of(switchName)));
        }

        /** Nobody knows, and the embedded broker always does the same. */
        public Draft assumed(String assumed) {
            return new Draft(area, id, question, matters, new Standing.Unconfirmed(assumed, Optional.empty()));
        }

        /** Nothing is expected. */
        public Draft open(String why) {
            return new Draft(area, id, question, matters, new Standing.Open(why));
        }

        public Fact by(Probe probe) {
            return new Fact(id, area, question, matters, standing, probe);
        }
    }
}
