package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.topics.ExactNumber;
import java.math.BigDecimal;
import java.util.OptionalInt;

/** What a condition compares a value with. */
sealed interface Literal {

    boolean equalTo(FieldSlots slots, int slot);

    /** A text, compared with what is written in the record. */
    final class Text implements Literal {
        private final byte[] text;

        Text(String text) {
            this.text = text.getBytes(UTF_8);
        }

        @Override
        public boolean equalTo(FieldSlots slots, int slot) {
            return slots.holds(slot, text);
        }
    }

    /** {@code true} or {@code false}. */
    final class Truth implements Literal {
        private final byte[] text;

        Truth(String text) {
            this.text = text.getBytes(UTF_8);
        }

        @Override
        public boolean equalTo(FieldSlots slots, int slot) {
            return slots.kind(slot) == FieldKind.BOOLEAN && slots.holds(slot, text);
        }
    }

    /** A number, compared exactly. */
    final class Number implements Literal {

        /** Digits that always fit into a long. */
        private static final int SHORT = 18;

        private final BigDecimal number;
        private final boolean whole;
        private final long asLong;

        Number(BigDecimal number) {
            this.number = number;
            long value = 0;
            boolean fits = true;
            try {
                value = number.longValueExact();
            } catch (ArithmeticException e) {
                fits = false;
            }
            this.whole = fits;
            this.asLong = value;
        }

        @Override
        public boolean equalTo(FieldSlots slots, int slot) {
            OptionalInt order = order(slots, slot);
            return order.isPresent() && order.getAsInt() == 0;
        }

        /** Negative when the value is less than this number; empty when it is no number. */
        OptionalInt order(FieldSlots slots, int slot) {
            FieldKind kind = slots.kind(slot);
            if (!kind.isNumber() && kind != FieldKind.BYTES) {
                return OptionalInt.empty();
            }
            int length = slots.end(slot) - slots.start(slot);
            if (whole && kind == FieldKind.INTEGER && length <= SHORT) {
                return OptionalInt.of(Long.compare(digits(slots.array(slot), slots.start(slot), length), asLong));
            }
            String text = slots.text(slot);
            BigDecimal value = text == null ? null : ExactNumber.parse(text);
            return value == null ? OptionalInt.empty() : OptionalInt.of(value.compareTo(number));
        }

        private static long digits(byte[] bytes, int from, int length) {
            boolean negative = bytes[from] == '-';
            long value = 0;
            for (int i = negative ? 1 : 0; i < length; i++) {
                value = 10 * value + bytes[from + i] - '0';
            }
            return negative ? -value : value;
        }
    }
}
