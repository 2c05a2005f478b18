package dev.usher.broker.core;

import java.time.Duration;

/** What to do instead of answering an on-behalf-of request over SMF properly. */
public final class OboFault extends Fault<Fault.Subject, OboFault> {

    public enum Kind {
        /** Answered with {@link Effect#answer}; not applied. */
        ANSWER,
        /** Not applied, not answered. */
        SWALLOW,
        /** Applied, not answered. */
        APPLY_UNANSWERED,
        /** Applied and answered, but later. */
        DELAY,
        /** Applied, then the requester's connection is cut instead of answered. */
        APPLY_AND_CUT
    }

    /**
     * What happens to the request.
     *
     * @param answer only for ANSWER
     * @param delay only for DELAY
     */
    public record Effect(Kind kind, OboOutcome answer, Duration delay) {

        static Effect of(Kind kind) {
            return new Effect(kind, OboOutcome.OK, Duration.ZERO);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case ANSWER -> "answer " + answer;
                case SWALLOW -> "swallow";
                case APPLY_UNANSWERED -> "apply, do not answer";
                case DELAY -> "delay " + delay;
                case APPLY_AND_CUT -> "apply and cut";
            };
        }
    }

    private final Effect effect;

    private OboFault(Effect effect, Scope<Subject> scope) {
        super("on behalf of: " + effect, scope);
        this.effect = effect;
    }

    private static OboFault of(Effect effect) {
        return new OboFault(effect, Scope.everywhere());
    }

    /** {@code OK} is a lie: it is answered and not applied. */
    public static OboFault answer(OboOutcome outcome) {
        return of(new Effect(Kind.ANSWER, outcome, Duration.ZERO));
    }

    public static OboFault swallow() {
        return of(Effect.of(Kind.SWALLOW));
    }

    public static OboFault applyUnanswered() {
        return of(Effect.of(Kind.APPLY_UNANSWERED));
    }

    public static OboFault delay(Duration delay) {
        return of(new Effect(Kind.DELAY, OboOutcome.OK, delay));
    }

    public static OboFault applyAndCut() {
        return of(Effect.of(Kind.APPLY_AND_CUT));
    }

    public OboFault forTarget(String clientName) {
        return where("for target " + clientName, s -> s.clientName().equals(clientName));
    }

    public OboFault forFilter(String smfFilter) {
        return where("for filter " + smfFilter, s -> s.text().equals(smfFilter));
    }

    Effect effect() {
        return effect;
    }

    @Override
    OboFault with(Scope<Subject> other) {
        return new OboFault(effect, other);
    }
}
