package dev.usher.broker.core;

import java.time.Duration;

/** What to do instead of serving a SEMP request properly. */
public final class SempFault extends Fault<SempFault.Request, SempFault> {

    /** @param rawPath as sent, still percent-encoded, without query */
    public record Request(String method, String rawPath) {}

    public enum Kind {
        /** Answered with an HTTP status and a SEMP error; not applied. */
        REFUSE,
        /** Answered as done; not applied. */
        PRETEND,
        /** Not applied; the connection is closed without an answer. */
        CUT,
        /** Applied; the connection is closed without an answer. */
        APPLY_AND_CUT,
        /** Applied, never answered. */
        APPLY_UNANSWERED,
        /** Not applied, never answered. */
        SWALLOW,
        /** Served properly, but later. */
        DELAY
    }

    /**
     * What happens to the request.
     *
     * @param httpStatus only for REFUSE
     * @param code SEMP error code, only for REFUSE
     * @param delay only for DELAY
     */
    public record Effect(Kind kind, int httpStatus, int code, String text, Duration delay) {

        static Effect of(Kind kind) {
            return new Effect(kind, 0, 0, "", Duration.ZERO);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case REFUSE -> "refuse " + httpStatus + " code " + code;
                case PRETEND -> "answer as done, do not apply";
                case CUT -> "cut";
                case APPLY_AND_CUT -> "apply and cut";
                case APPLY_UNANSWERED -> "apply, do not answer";
                case SWALLOW -> "swallow";
                case DELAY -> "delay " + delay;
            };
        }
    }

    private final Effect effect;

    private SempFault(Effect effect, Scope<Request> scope) {
        super("SEMP: " + effect, scope);
        this.effect = effect;
    }

    private static SempFault of(Effect effect) {
        return new SempFault(effect, Scope.everywhere());
    }

    public static SempFault refuse(int httpStatus, int code, String text) {
        return of(new Effect(Kind.REFUSE, httpStatus, code, text, Duration.ZERO));
    }

    public static SempFault pretend() {
        return of(Effect.of(Kind.PRETEND));
    }

    public static SempFault cut() {
        return of(Effect.of(Kind.CUT));
    }

    public static SempFault applyAndCut() {
        return of(Effect.of(Kind.APPLY_AND_CUT));
    }

    public static SempFault applyUnanswered() {
        return of(Effect.of(Kind.APPLY_UNANSWERED));
    }

    public static SempFault swallow() {
        return of(Effect.of(Kind.SWALLOW));
    }

    public static SempFault delay(Duration delay) {
        return of(new Effect(Kind.DELAY, 0, 0, "", delay));
    }

    public SempFault forMethod(String method) {
        return where("for " + method, r -> r.method().equals(method));
    }

    /** Only where the raw path contains this text. */
    public SempFault forPath(String part) {
        return where("for path with " + part, r -> r.rawPath().contains(part));
    }

    Effect effect() {
        return effect;
    }

    @Override
    SempFault with(Scope<Request> other) {
        return new SempFault(effect, other);
    }
}
