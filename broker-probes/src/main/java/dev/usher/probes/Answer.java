package dev.usher.probes;

import java.util.Objects;
import java.util.Optional;

/** What a probe found. Not being able to tell is an answer, too; it is never taken for the expected one. */
public sealed interface Answer {

    /** The answer in as few words as the fact's expected one, to be compared with it. */
    static Answer of(String value) {
        return new Known(value, "");
    }

    /** With what was seen, for people. */
    static Answer of(String value, String detail) {
        return new Known(value, detail);
    }

    static Answer yesNo(boolean yes) {
        return of(yes ? "yes" : "no");
    }

    static Answer unknown(String why) {
        return new Unknown(why);
    }

    /** Empty when the probe could not tell. */
    Optional<String> value();

    /** What was seen, or why nothing could be told; may be empty. */
    String detail();

    record Known(String text, String detail) implements Answer {
        public Known {
            if (text.isBlank()) {
                throw new IllegalArgumentException("an answer must say something");
            }
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public Optional<String> value() {
            return Optional.of(text);
        }
    }

    record Unknown(String detail) implements Answer {
        public Unknown {
            if (detail.isBlank()) {
                throw new IllegalArgumentException("why could it not be told?");
            }
        }

        @Override
        public Optional<String> value() {
            return Optional.empty();
        }
    }
}
