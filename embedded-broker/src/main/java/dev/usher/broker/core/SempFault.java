package dev.usher.broker.core;

import java.time.Duration;
import java.util.function.BiPredicate;

/**
 * What to do instead of serving a SEMP request properly.
 *
 * @param when HTTP method and raw path (as sent, still percent-encoded, without query); true where the fault applies
 * @param times how many requests it hits; {@link Integer#MAX_VALUE} for all
 */
public record SempFault(BiPredicate<String, String> when, Effect effect, int times) {

    public enum Kind {
        /** Answered with an HTTP status and a SEMP error; not applied. */
        REFUSE,
        /** Not applied; the connection is closed without an answer. */
        CUT,
        /** Applied; the connection is closed without an answer. */
        APPLY_AND_CUT,
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
    public record Effect(Kind kind, int httpStatus, int code, String text, Duration delay) {}

    public static SempFault refuse(int httpStatus, int code, String text) {
        return of(new Effect(Kind.REFUSE, httpStatus, code, text, Duration.ZERO));
    }

    public static SempFault cut() {
        return of(new Effect(Kind.CUT, 0, 0, "", Duration.ZERO));
    }

    public static SempFault applyAndCut() {
        return of(new Effect(Kind.APPLY_AND_CUT, 0, 0, "", Duration.ZERO));
    }

    public static SempFault swallow() {
        return of(new Effect(Kind.SWALLOW, 0, 0, "", Duration.ZERO));
    }

    public static SempFault delay(Duration delay) {
        return of(new Effect(Kind.DELAY, 0, 0, "", delay));
    }

    public SempFault forMethod(String method) {
        return new SempFault(when.and((m, path) -> m.equals(method)), effect, times);
    }

    /** Only where the raw path contains this text. */
    public SempFault forPath(String part) {
        return new SempFault(when.and((m, path) -> path.contains(part)), effect, times);
    }

    public SempFault times(int count) {
        return new SempFault(when, effect, count);
    }

    private static SempFault of(Effect effect) {
        return new SempFault((method, path) -> true, effect, Integer.MAX_VALUE);
    }
}
