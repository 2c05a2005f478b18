package dev.usher.semp;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How often and after what pause a request is sent again. Sent again are only requests whose repetition changes nothing: GET, PUT
 * of a config object, DELETE - and of these only those that got no answer or an overload answer. POST, PATCH and action PUTs are
 * never sent twice: a second disconnect would hit the client's next connection.
 *
 * <p>A DELETE that is sent again may be answered NOT_FOUND because the first one worked; whether that counts as done is the
 * caller's decision.
 *
 * @param maxAttempts how often a request is sent in all; 1 never repeats
 * @param firstPause doubled with each attempt, up to {@code maxPause}; between half and all of it is waited
 * @param maxPause also the most that a broker's Retry-After can ask for
 */
public record SempRetry(int maxAttempts, Duration firstPause, Duration maxPause) {

    public SempRetry {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(maxPause, "maxPause");
        if (maxAttempts < 1 || maxAttempts > 20) {
            throw new IllegalArgumentException("maxAttempts must be 1..20");
        }
        if (firstPause.toMillis() < 1 || maxPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("firstPause must be 1 ms or more and no longer than maxPause");
        }
    }

    /** Three attempts, 500 ms and then 1 s apart, never more than 10 s. */
    public static SempRetry defaults() {
        return new SempRetry(3, Duration.ofMillis(500), Duration.ofSeconds(10));
    }

    public static SempRetry never() {
        return new SempRetry(1, Duration.ofMillis(1), Duration.ofMillis(1));
    }

    /**
     * The pause before the next attempt, or empty when there shall be none.
     *
     * @param attempts how often the request was sent so far
     * @param random 0 (inclusive) to 1, spreads clients that failed together
     */
    Optional<Duration> pauseAfter(int attempts, Throwable failure, double random) {
        if (attempts >= maxAttempts || !mayPass(failure)) {
            return Optional.empty();
        }
        double doubled = firstPause.toMillis() * Math.pow(2, attempts - 1);
        long ceiling = (long) Math.min(doubled, maxPause.toMillis());
        long pause = Math.max(1, Math.round(ceiling * (0.5 + random / 2)));
        return Optional.of(Duration.ofMillis(Math.max(pause, Math.min(asked(failure), maxPause.toMillis()))));
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof SempUnavailableException
                || failure instanceof SempException refusal && refusal.is(SempErrorKind.OVERLOADED);
    }

    private static long asked(Throwable failure) {
        return failure instanceof SempException refusal
                ? refusal.retryAfter().map(Duration::toMillis).orElse(0L)
                : 0;
    }
}
