package dev.usher.broker.core;

import java.time.Duration;
import java.util.function.BiPredicate;

/**
 * What to do instead of answering an on-behalf-of request properly.
 *
 * @param when target client name and SMF filter; true where the fault applies
 * @param times how many requests it hits; {@link Integer#MAX_VALUE} for all
 */
public record OboFault(BiPredicate<String, String> when, Effect effect, int times) {

    public enum Kind {
        /** Answered with {@link Effect#answer}; not applied. */
        ANSWER,
        /** Not applied, not answered. */
        SWALLOW,
        /** Applied, not answered. */
        APPLY_UNANSWERED,
        /** Applied and answered, but later. */
        DELAY,
        /** Applied, then the manager's connection is cut instead of answered. */
        APPLY_AND_CUT
    }

    /**
     * What happens to the request.
     *
     * @param answer only for ANSWER
     * @param delay only for DELAY
     */
    public record Effect(Kind kind, OboOutcome answer, Duration delay) {}

    public static OboFault answer(OboOutcome outcome) {
        return of(new Effect(Kind.ANSWER, outcome, Duration.ZERO));
    }

    public static OboFault swallow() {
        return of(new Effect(Kind.SWALLOW, OboOutcome.OK, Duration.ZERO));
    }

    public static OboFault applyUnanswered() {
        return of(new Effect(Kind.APPLY_UNANSWERED, OboOutcome.OK, Duration.ZERO));
    }

    public static OboFault delay(Duration delay) {
        return of(new Effect(Kind.DELAY, OboOutcome.OK, delay));
    }

    public static OboFault applyAndCut() {
        return of(new Effect(Kind.APPLY_AND_CUT, OboOutcome.OK, Duration.ZERO));
    }

    public OboFault forTarget(String clientName) {
        return new OboFault(when.and((target, filter) -> target.equals(clientName)), effect, times);
    }

    public OboFault forFilter(String smfFilter) {
        return new OboFault(when.and((target, filter) -> filter.equals(smfFilter)), effect, times);
    }

    public OboFault times(int count) {
        return new OboFault(when, effect, count);
    }

    private static OboFault of(Effect effect) {
        return new OboFault((target, filter) -> true, effect, Integer.MAX_VALUE);
    }
}
