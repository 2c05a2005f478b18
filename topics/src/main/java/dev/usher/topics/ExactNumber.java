package dev.usher.topics;

import java.math.BigDecimal;

/** Numbers as JSON writes them, read exactly and refused where arithmetic on them would cost more than a record is worth. */
public final class ExactNumber {

    /** Digits and sign of a number that is read at most. */
    private static final int LONGEST = 1_000;

    /** The largest power of ten, either way, at which a number has digits. */
    private static final int FARTHEST = 1_000;

    private ExactNumber() {}

    /**
     * The number, or null when the text is not a number in the syntax of JSON, has more than 1,000 characters, or digits more
     * than 1,000 places before or behind the decimal point ({@code 1e999999999}).
     */
    public static BigDecimal parse(String text) {
        if (text.length() > LONGEST || !isNumber(text)) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null; // an exponent that is no int
        }
        if (number.signum() == 0) {
            return number.scale() >= 0 && number.scale() <= FARTHEST ? number : BigDecimal.ZERO;
        }
        long before = (long) number.precision() - number.scale();
        return before > FARTHEST || number.scale() > FARTHEST ? null : number;
    }

    private static boolean isNumber(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int digits = digits(text, at);
        if (digits == at || (text.charAt(at) == '0' && digits > at + 1)) {
            return false;
        }
        at = digits;
        if (at < text.length() && text.charAt(at) == '.') {
            digits = digits(text, at + 1);
            if (digits == at + 1) {
                return false;
            }
            at = digits;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            digits = digits(text, at);
            if (digits == at) {
                return false;
            }
            at = digits;
        }
        return at == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
