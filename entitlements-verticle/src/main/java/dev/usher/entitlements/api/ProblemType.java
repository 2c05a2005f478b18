package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.AuthenticationRefusedException;
import dev.usher.entitlements.core.NotGrantableException;
import dev.usher.entitlements.core.Refusal.Reason;
import dev.usher.entitlements.core.Usher.NotAllowedException;
import dev.usher.entitlements.core.Usher.TooManySubscriptionsException;
import dev.usher.entitlements.core.Usher.UnreachableClientException;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.InvalidCursorException;
import dev.usher.entitlements.core.port.EntitlementStore.KeyReusedException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import dev.usher.topics.InvalidTopicFilterException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Every kind of problem the API answers with, and the one table from exceptions to kinds. */
enum ProblemType {
    BAD_REQUEST(400, "Bad request", "The request contradicts the contract."),
    UNAUTHENTICATED(401, "Unauthenticated", "A valid bearer token is required."),
    NOT_ALLOWED(403, "Not allowed", "The configuration does not allow it."),
    NOT_FOUND(404, "Not found", "There is nothing at this path."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "This path has other methods."),
    CONFLICT(409, "Conflict", "The request contradicts what is there."),
    TOO_LARGE(413, "Too large", "The body is larger than this service reads."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "The body must be application/json."),
    UNPROCESSABLE(422, "Unprocessable", "The request names something that is not valid."),
    INVALID_FILTER(422, "Invalid filter", "A topic filter is not valid or may not be granted."),
    KEY_REUSED(422, "Key reused", "The idempotency key was used for another request."),
    UNREACHABLE_CLIENT(422, "Unreachable client", "The broker's way of injecting does not reach clients of that kind."),
    TOO_MANY_SUBSCRIPTIONS(422, "Too many subscriptions", "It would come too near a limit of the broker."),
    UNAVAILABLE(
            503,
            "Unavailable",
            "The store, a broker or the issuer of tokens did not answer; what was asked for may have been done or not."
                    + " Try again."),
    INTERNAL(500, "Internal error", "The service has failed; its log has the details under the correlation id.");

    private record Row(Class<? extends Throwable> failure, ProblemType type) {}

    private static final List<Row> TABLE = List.of(
            new Row(BadRequestException.class, BAD_REQUEST),
            new Row(NotFoundException.class, NOT_FOUND),
            new Row(ConflictException.class, CONFLICT),
            new Row(UnknownReferenceException.class, UNPROCESSABLE),
            new Row(InvalidTopicFilterException.class, INVALID_FILTER),
            new Row(NotGrantableException.class, INVALID_FILTER),
            new Row(KeyReusedException.class, KEY_REUSED),
            new Row(UnreachableClientException.class, UNREACHABLE_CLIENT),
            new Row(TooManySubscriptionsException.class, TOO_MANY_SUBSCRIPTIONS),
            new Row(InvalidCursorException.class, BAD_REQUEST),
            new Row(NotAllowedException.class, NOT_ALLOWED),
            new Row(MissingRoleException.class, NOT_ALLOWED),
            new Row(StoreUnavailableException.class, UNAVAILABLE),
            new Row(BrokerUnavailableException.class, UNAVAILABLE),
            new Row(TimeoutException.class, UNAVAILABLE));

    private final int status;
    private final String title;
    private final String detail;

    ProblemType(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** A stable name for programs. */
    String urn() {
        return "urn:usher:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to tell the caller: a domain failure in its own words, a server-side one in ours, which say nothing internal. */
    String detail(Throwable failure) {
        if (this == UNAUTHENTICATED) {
            return Challenge.detail(failure).map(more -> detail + " " + more).orElse(detail);
        }
        boolean ours = failure instanceof InvalidBodyException
                || failure != null
                        && TABLE.stream().anyMatch(row -> row.failure().isInstance(failure));
        return ours && status < 500 ? failure.getMessage() : detail;
    }

    /** The kind for a failure, or for the status it was reported with if the failure says nothing. */
    static ProblemType of(Throwable failure, int status) {
        if (failure instanceof AuthenticationRefusedException refused) {
            return refused.reason() == Reason.KEYS_UNAVAILABLE ? UNAVAILABLE : UNAUTHENTICATED;
        }
        if (failure instanceof InvalidBodyException invalid) {
            return invalid.type();
        }
        Optional<ProblemType> known = TABLE.stream()
                .filter(row -> row.failure().isInstance(failure))
                .map(Row::type)
                .findFirst();
        return known.orElseGet(() -> ofStatus(status));
    }

    /** Of several kinds with that status the first, which is the general one. */
    private static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
    }
}
