package dev.usher.probes;

import java.util.Objects;
import java.util.Optional;

/** What is known about a fact without asking a broker. */
public sealed interface Standing {

    /** The answer that is expected; empty if any is as good. */
    Optional<String> expected();

    /** The switch of the embedded broker that models it; empty if none does. */
    default Optional<String> switchName() {
        return Optional.empty();
    }

    /** For people: what the expectation rests on. */
    String basis();

    /** What is to be thought of an answer. */
    Verdict verdict(Answer answer);

    /**
     * Public text or somebody's published run says so; a broker that differs is a finding.
     *
     * @param source what says so
     * @param byName the switch that models it nevertheless, since the text leaves a doubt
     */
    record Documented(String answer, String source, Optional<String> byName) implements Standing {
        public Documented {
            Objects.requireNonNull(answer, "answer");
            Objects.requireNonNull(byName, "byName");
            if (source.isBlank()) {
                throw new IllegalArgumentException("a documented fact names its source");
            }
        }

        @Override
        public Optional<String> expected() {
            return Optional.of(answer);
        }

        @Override
        public Optional<String> switchName() {
            return byName;
        }

        @Override
        public String basis() {
            return byName.map(name -> source + "; switch `" + name + "`").orElse(source);
        }

        @Override
        public Verdict verdict(Answer found) {
            return found.value()
                    .map(value -> value.equals(answer) ? Verdict.AS_DOCUMENTED : Verdict.CONTRADICTS)
                    .orElse(Verdict.UNKNOWN);
        }
    }

    /**
     * No public text settles it.
     *
     * @param assumed the answer that is thought most likely, which the embedded broker gives by default
     * @param byName the component of {@code BrokerSwitches} that models it
     */
    record Unconfirmed(String assumed, Optional<String> byName) implements Standing {
        public Unconfirmed {
            Objects.requireNonNull(assumed, "assumed");
            Objects.requireNonNull(byName, "byName");
        }

        @Override
        public Optional<String> expected() {
            return Optional.of(assumed);
        }

        @Override
        public Optional<String> switchName() {
            return byName;
        }

        @Override
        public String basis() {
            return byName.map(name -> "assumed; switch `" + name + "`").orElse("assumed");
        }

        @Override
        public Verdict verdict(Answer found) {
            return found.value()
                    .map(value -> value.equals(assumed) ? Verdict.AS_ASSUMED : Verdict.OTHER_THAN_ASSUMED)
                    .orElse(Verdict.UNKNOWN);
        }
    }

    /** Differs from broker to broker or is a measurement: nothing is expected. */
    record Open(String why) implements Standing {
        public Open {
            Objects.requireNonNull(why, "why");
        }

        @Override
        public Optional<String> expected() {
            return Optional.empty();
        }

        @Override
        public String basis() {
            return why;
        }

        @Override
        public Verdict verdict(Answer found) {
            return found.value().isPresent() ? Verdict.LEARNT : Verdict.UNKNOWN;
        }
    }
}
