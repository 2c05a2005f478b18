package dev.usher.semp;

import java.time.Duration;
import java.util.Optional;

/** The broker answered and refused. Decide by {@link #kind()}; the description is for people. */
public final class SempException extends SempFailure {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final SempErrorKind kind;
    private final int httpStatus;
    private final String status;
    private final String description;
    private final Duration retryAfter;

    SempException(
            String request,
            int httpStatus,
            SempErrorKind kind,
            int code,
            String status,
            String description,
            Duration retryAfter) {
        super(
                request + ": " + kind + " (code " + code + " " + status + ", HTTP " + httpStatus + ") " + description,
                null);
        this.code = code;
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.status = status;
        this.description = description;
        this.retryAfter = retryAfter;
    }

    /** {@code meta.error.code}, or 0 when the answer carried none (a 401 or an overload answer may not). */
    public int code() {
        return code;
    }

    public SempErrorKind kind() {
        return kind;
    }

    public boolean is(SempErrorKind other) {
        return kind == other;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** {@code meta.error.status}, the terse name of the code. */
    public String status() {
        return status;
    }

    /** {@code meta.error.description}, shortened, without control characters and without any password that was sent. */
    public String description() {
        return description;
    }

    /** For {@link SempErrorKind#OVERLOADED}: how long the broker asks to wait, when it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Only an HTTP 503 leaves a write in doubt, since a proxy may have sent it after passing the request on. */
    @Override
    public boolean outcomeUnknown() {
        return httpStatus == 503;
    }
}
