package dev.usher.topics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * {@code date 'yyyyMMdd' 'America/New_York'}: an instant as the pattern of {@link DateTimeFormatter} says, in this time zone or, without
 * one, in UTC. The value is ISO-8601 text with an offset ({@code 2026-03-01T09:30:00-05:00}, {@code …Z}) or a number of milliseconds
 * since 1970, or of what {@code from} names: seconds, millis, micros, nanos. Years 1 to 9999. A text of digits, {@code "20260301"}, is
 * no number: it may be anything.
 */
final class DateFilter implements ValueFilter {

    /** What a number counts. */
    enum Unit {
        SECONDS(0),
        MILLIS(3),
        MICROS(6),
        NANOS(9);

        private final int decimals;

        Unit(int decimals) {
            this.decimals = decimals;
        }
    }

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final int NANO_DIGITS = 9;
    private static final int LONGEST = 64;

    private final DateTimeFormatter formatter;
    private final Unit unit;

    /** @throws IllegalArgumentException when there is no such pattern or zone */
    DateFilter(String pattern, String zone, Unit unit) {
        ZoneId zoneId;
        try {
            zoneId = ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "date knows no time zone " + TopicText.quote(zone) + "; write one such as 'America/New_York'", e);
        }
        checkLetters(pattern);
        try {
            this.formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zoneId);
            if (formatter.format(ZonedDateTime.ofInstant(Instant.EPOCH, zoneId)).isEmpty()) {
                throw new IllegalArgumentException("the pattern is empty");
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "date takes a pattern such as 'yyyyMMdd' or 'HH', not " + TopicText.quote(pattern) + " ("
                            + e.getMessage() + ")",
                    e);
        }
        this.unit = unit;
    }

    /** Refuses what {@link DateTimeFormatter} takes and almost nobody means. */
    private static void checkLetters(String pattern) {
        Set<Character> letters = unquoted(pattern);
        if (letters.contains('Y')) {
            throw suspicious(pattern, "Y is the year of a week, wrong around New Year; write yyyy");
        }
        if (letters.contains('D') && "MLdw".chars().anyMatch(c -> letters.contains((char) c))) {
            throw suspicious(pattern, "D is the day of the year; beside a month write dd");
        }
        if ((letters.contains('h') || letters.contains('K')) && !letters.contains('a') && !letters.contains('B')) {
            throw suspicious(
                    pattern,
                    "h and K are hours of half a day, the same in the morning and in the evening;"
                            + " write HH, or a behind it");
        }
    }

    private static Set<Character> unquoted(String pattern) {
        Set<Character> letters = new HashSet<>();
        boolean quoted = false;
        for (char c : pattern.toCharArray()) {
            quoted ^= c == '\'';
            if (!quoted) {
                letters.add(c);
            }
        }
        return letters;
    }

    private static IllegalArgumentException suspicious(String pattern, String why) {
        return new IllegalArgumentException("date takes a pattern such as 'yyyyMMdd' or 'HH', not "
                + TopicText.quote(pattern) + ": " + why + "; letters meant as text go in quotes of their own");
    }

    @Override
    public boolean readsNumbers() {
        return true;
    }

    @Override
    public String apply(String value, boolean numeric) throws UnusableValueException {
        if (value == null || value.isEmpty()) {
            return value;
        }
        try {
            BigDecimal number = value.length() > LONGEST ? null : ExactNumber.parse(value);
            if (number != null && !numeric) {
                throw new UnusableValueException("is a text of digits, not a number; if it counts "
                        + unit.name().toLowerCase(Locale.ROOT) + ", write number in front of date");
            }
            Instant instant = number == null ? text(value) : count(number);
            if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
                throw new UnusableValueException("is a time outside the years 1 to 9999");
            }
            return formatter.format(instant);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnusableValueException("is neither an ISO-8601 time with an offset nor a number of "
                    + unit.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Instant text(String value) {
        if (value.length() > LONGEST) {
            throw new DateTimeException("too long");
        }
        return OffsetDateTime.parse(value, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .toInstant();
    }

    private Instant count(BigDecimal number) {
        BigDecimal seconds = number.movePointLeft(unit.decimals);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        BigDecimal nanos = seconds.subtract(whole).movePointRight(NANO_DIGITS).setScale(0, RoundingMode.DOWN);
        return Instant.ofEpochSecond(whole.longValueExact(), nanos.longValueExact());
    }
}
