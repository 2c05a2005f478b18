package dev.usher.entitlements.core;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that was refused because of who sent it. Holds nothing of the credentials.
 *
 * @param reason why
 * @param operationId what was asked for; empty if it is no operation of the contract
 * @param correlationId the request's name in the log and in its answer
 * @param remoteAddress where it came from: the next hop, which behind a proxy is the proxy
 * @param caller who sent it, where that is proven
 */
public record Refusal(
        Reason reason,
        Optional<String> operationId,
        String correlationId,
        String remoteAddress,
        Optional<String> caller) {
    public Refusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(operationId, "operationId");
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(remoteAddress, "remoteAddress");
        Objects.requireNonNull(caller, "caller");
    }

    /** Why. */
    public enum Reason {
        /** No credentials at all. */
        MISSING,
        /** Not one bearer token in one {@code Authorization} header, or one that cannot be read or lacks a required claim. */
        MALFORMED,
        /** Not the token of this process. */
        UNKNOWN_TOKEN,
        /** Signed in a way that is not allowed here, or not at all. */
        UNSUPPORTED_ALGORITHM,
        /** Signed with a key that the issuer does not publish for that algorithm. */
        UNKNOWN_KEY,
        /** The signature is not that of the key. */
        BAD_SIGNATURE,
        /** Its time is over. */
        EXPIRED,
        /** Its time has not come, or it claims to be issued in the future. */
        NOT_YET_VALID,
        /** Made by somebody else. */
        WRONG_ISSUER,
        /** Made for somebody else. */
        WRONG_AUDIENCE,
        /** Not looked at: the issuer's keys are not known, or have not been confirmed for too long. */
        KEYS_UNAVAILABLE,
        /** Known, but without any of the roles that would do. */
        NO_ROLE;

        /** As it stands in logs, metrics and the ledger: {@code wrong-audience}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
