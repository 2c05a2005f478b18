package dev.usher.topics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code number} and {@code number '0.00'}: a number in plain digits, computed exactly. Without a pattern all its digits, without
 * trailing zeros: {@code 1.50} and {@code 15e-1} are {@code 1.5}. In a pattern each {@code 0} is a digit that is always there and
 * each {@code #} behind the point one that is left out when it is zero at the end; what has more decimals is rounded half up
 * (away from zero), or refused when {@code exact} follows.
 */
final class NumberFilter implements ValueFilter {

    private static final Pattern SYNTAX = Pattern.compile("#*(0+)(?:\\.(0*)(#*))?");

    /** More than a topic has room for. */
    private static final int MOST_DIGITS = 250;

    private final boolean plain;
    private final int integerDigits;
    private final int leastDecimals;
    private final int mostDecimals;
    private final boolean exact;

    /** All digits there are. */
    NumberFilter() {
        this.plain = true;
        this.integerDigits = 1;
        this.leastDecimals = 0;
        this.mostDecimals = 0;
        this.exact = true;
    }

    /** @throws IllegalArgumentException when the pattern is none */
    NumberFilter(String pattern, boolean exact) {
        Matcher matcher = SYNTAX.matcher(pattern);
        if (!matcher.matches() || pattern.endsWith(".") || pattern.length() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "number takes a pattern such as '0', '000', '0.00' or '0.0###', not " + TopicText.quote(pattern));
        }
        this.plain = false;
        this.integerDigits = matcher.group(1).length();
        this.leastDecimals = matcher.group(2) == null ? 0 : matcher.group(2).length();
        this.mostDecimals =
                leastDecimals + (matcher.group(3) == null ? 0 : matcher.group(3).length());
        this.exact = exact;
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
        BigDecimal number = ExactNumber.parse(value);
        if (number == null) {
            throw new UnusableValueException("is not a number that can be formatted");
        }
        return plain ? number.stripTrailingZeros().toPlainString() : format(number);
    }

    private String format(BigDecimal number) throws UnusableValueException {
        BigDecimal rounded = number.setScale(mostDecimals, RoundingMode.HALF_UP);
        if (exact && rounded.compareTo(number) != 0) {
            throw new UnusableValueException("has more decimals than its format");
        }
        String digits = rounded.abs().toPlainString();
        int end = digits.length();
        for (int optional = mostDecimals - leastDecimals; optional > 0 && digits.charAt(end - 1) == '0'; optional--) {
            end--;
        }
        if (digits.charAt(end - 1) == '.') {
            end--;
        }
        int point = mostDecimals == 0 ? digits.length() : digits.length() - mostDecimals - 1;
        StringBuilder text = new StringBuilder();
        if (rounded.signum() < 0) {
            text.append('-');
        }
        text.append("0".repeat(Math.max(0, integerDigits - point)));
        return text.append(digits, 0, end).toString();
    }
}
