package dev.usher.entitlements.semp;

import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.semp.SempErrorKind;
import dev.usher.semp.SempException;
import dev.usher.semp.SempFailure;
import dev.usher.semp.SempLane;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where SEMP's words become ours. */
final class SempFailures {
    private SempFailures() {}

    static SempLane lane(Urgency urgency) {
        return switch (urgency) {
            case REVOKE -> SempLane.REVOKE;
            case PROVE -> SempLane.PROVE;
            case GRANT -> SempLane.GRANT;
            case SWEEP -> SempLane.SWEEP;
        };
    }

    /** Every failure is one thing to the core: the broker did not do or say what it was asked. */
    static <T> Future<T> ours(Future<T> call) {
        return call.recover(failure ->
                Future.failedFuture(new BrokerUnavailableException("SEMP: " + failure.getMessage(), failure)));
    }

    /**
     * What became of a request: unknown when it may have been served, refused when the broker or our own budget said no. Never
     * fails.
     */
    static Future<Outcome> settled(Supplier<Future<Outcome>> request) {
        return Future.succeededFuture()
                .compose(begun -> request.get())
                .recover(failure -> Future.succeededFuture(outcome(failure)));
    }

    private static Outcome outcome(Throwable failure) {
        String reason = "SEMP: " + failure.getMessage();
        boolean notServed = failure instanceof SempFailure told
                ? !told.outcomeUnknown()
                // A name that cannot be put into a path.
                : failure instanceof IllegalArgumentException;
        return notServed ? new Outcome.Refused(reason) : new Outcome.Unknown(reason);
    }

    /** The recovery for a thing that may be missing. */
    static <T> Function<Throwable, Future<T>> missingIs(T value) {
        return failure -> failure instanceof SempException refused && refused.is(SempErrorKind.NOT_FOUND)
                ? Future.succeededFuture(value)
                : Future.failedFuture(failure);
    }
}
