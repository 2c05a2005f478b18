package dev.usher.entitlements.api;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Points in time in bodies: RFC 3339 with an offset. */
final class Times {
    private Times() {}

    /**
     * The time of a field, to the microsecond, which is as fine as the store keeps it.
     *
     * @param at where the object stands
     * @throws BadRequestException if it is not a time with an offset
     */
    static Optional<Instant> read(JsonObject object, String field, String at) {
        String text = object.getString(field);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException e) {
            throw BadRequestException.inBody(
                    at + "/" + field,
                    "is not a date and time with an offset; write it as 2026-07-01T00:00:00Z or 2026-07-01T02:00:00+02:00");
        }
    }
}
