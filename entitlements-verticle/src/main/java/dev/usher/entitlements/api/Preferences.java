package dev.usher.entitlements.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code Prefer} request header (RFC 7240), of which {@code wait} is understood and everything else ignored. */
final class Preferences {
    static final String HEADER = "Prefer";
    static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
    static final int MAX_WAIT_SECONDS = 60;

    private Preferences() {}

    /**
     * The wait asked for; of several the first counts.
     *
     * @throws BadRequestException if it is not a number of seconds from 0 to 60
     */
    static Optional<Duration> wait(List<String> headers) {
        for (String header : headers) {
            for (String preference : header.split(",", -1)) {
                String[] nameAndValue = preference.split(";", 2)[0].split("=", 2);
                if (nameAndValue[0].strip().toLowerCase(Locale.ROOT).equals("wait")) {
                    return Optional.of(seconds(nameAndValue.length == 2 ? nameAndValue[1].strip() : ""));
                }
            }
        }
        return Optional.empty();
    }

    private static Duration seconds(String text) {
        String digits = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
        if (digits.matches("[0-9]{1,4}") && Integer.parseInt(digits) <= MAX_WAIT_SECONDS) {
            return Duration.ofSeconds(Integer.parseInt(digits));
        }
        throw BadRequestException.inParameter(
                "header", HEADER, "wait must be a number of seconds from 0 to " + MAX_WAIT_SECONDS);
    }
}
