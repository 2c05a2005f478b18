package dev.usher.probes;

import java.time.Duration;

/** A fact with the answer of one broker. */
public record Finding(Fact fact, Answer answer, Duration took) {

    public Verdict verdict() {
        return fact.standing().verdict(answer);
    }
}
