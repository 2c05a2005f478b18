package dev.usher.broker.smf;

import dev.usher.broker.core.Destination;
import dev.usher.broker.core.EmbeddedMessage;
import dev.usher.broker.core.UnsignedNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Structured data types: what maps, streams, text and headers are made of. An item is a tag (type and size of the length),
 * a length that counts the whole item, and a value. Reading is strict and total: anything malformed is a
 * {@link MalformedFrameException}, containers nest at most {@value #MAX_DEPTH} deep.
 *
 * <p>Java values: null, Boolean, Byte, Short, Integer, Long, {@link UnsignedNumber}, Float, Double, Character, byte[],
 * String, {@link Destination}, {@link EmbeddedMessage}, Map and List. Bytes of a string that are no UTF-8 become U+FFFD.
 */
final class Sdt {

    static final int MAX_DEPTH = 64;

    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int SIGNED = 2;
    private static final int UNSIGNED = 3;
    private static final int FLOAT = 4;
    private static final int CHARACTER = 5;
    private static final int BYTES = 6;
    private static final int STRING = 7;
    private static final int DESTINATION = 8;
    private static final int MESSAGE = 9;
    private static final int MAP = 10;
    private static final int STREAM = 11;

    private static final int TOPIC = 0;
    private static final int QUEUE = 1;

    private Sdt() {}

    /** The one item that is all the input. */
    static Object decode(ByteReader in) {
        Object value = item(in, 0);
        if (in.hasMore()) {
            throw new MalformedFrameException("SDT: bytes after the item");
        }
        return value;
    }

    private static Object item(ByteReader in, int depth) {
        int tag = in.u8();
        int sizeOfLength = (tag & 0x03) + 1;
        int type = tag >> 2;
        ByteReader value = in.slice(in.length(in.uint(sizeOfLength), 1 + sizeOfLength));
        return switch (type) {
            case NULL -> nothing(value);
            case BOOLEAN -> truth(value);
            case SIGNED -> signed(value);
            case UNSIGNED -> unsigned(value);
            case FLOAT -> real(value);
            case CHARACTER -> character(value);
            case BYTES -> value.rest();
            case STRING -> string(value);
            case DESTINATION -> destination(value);
            case MESSAGE -> new EmbeddedMessage(value.rest());
            case MAP -> map(value, deeper(depth));
            case STREAM -> stream(value, deeper(depth));
            default -> throw new MalformedFrameException("SDT type " + type);
        };
    }

    private static int deeper(int depth) {
        if (depth >= MAX_DEPTH) {
            throw new MalformedFrameException("SDT: nested too deep");
        }
        return depth + 1;
    }

    private static Object nothing(ByteReader value) {
        expect(value, 0);
        return null;
    }

    private static Object truth(ByteReader value) {
        expect(value, 1);
        int byteValue = value.u8();
        if (byteValue > 1) {
            throw new MalformedFrameException("SDT: boolean " + byteValue);
        }
        return byteValue == 1;
    }

    private static Object signed(ByteReader value) {
        return switch (value.remaining()) {
            case 1 -> (byte) value.u8();
            case 2 -> (short) value.uint(2);
            case 4 -> (int) value.u32();
            case 8 -> value.u64();
            default -> throw new MalformedFrameException("SDT: integer of " + value.remaining() + " bytes");
        };
    }

    private static Object unsigned(ByteReader value) {
        int bytes = value.remaining();
        return switch (bytes) {
            case 1, 2, 4 -> new UnsignedNumber(bytes, value.uint(bytes));
            case 8 -> new UnsignedNumber(bytes, value.u64());
            default -> throw new MalformedFrameException("SDT: integer of " + bytes + " bytes");
        };
    }

    private static Object real(ByteReader value) {
        return switch (value.remaining()) {
            case 4 -> Float.intBitsToFloat((int) value.u32());
            case 8 -> Double.longBitsToDouble(value.u64());
            default -> throw new MalformedFrameException("SDT: float of " + value.remaining() + " bytes");
        };
    }

    private static Object character(ByteReader value) {
        expect(value, 2);
        return (char) value.uint(2);
    }

    private static String string(ByteReader value) {
        String text = value.utf8(value.remaining() - 1);
        if (value.u8() != 0) {
            throw new MalformedFrameException("SDT: string without its NUL");
        }
        return text;
    }

    private static Object destination(ByteReader value) {
        int kind = value.u8();
        return switch (kind) {
            case TOPIC -> Destination.topic(string(value));
            case QUEUE -> Destination.queue(string(value));
            default -> throw new MalformedFrameException("SDT: destination type " + kind);
        };
    }

    private static Map<String, Object> map(ByteReader value, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        while (value.hasMore()) {
            if (!(item(value, MAX_DEPTH) instanceof String key)) {
                throw new MalformedFrameException("SDT: map key is no string");
            }
            map.put(key, item(value, depth));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<Object> stream(ByteReader value, int depth) {
        List<Object> list = new ArrayList<>();
        while (value.hasMore()) {
            list.add(item(value, depth));
        }
        return Collections.unmodifiableList(list);
    }

    private static void expect(ByteReader value, int bytes) {
        if (value.remaining() != bytes) {
            throw new MalformedFrameException("SDT: value of " + value.remaining() + " bytes");
        }
    }

    /**
     * One item, in the forms that clients write: containers with a length of four bytes, all else with the shortest.
     *
     * @throws IllegalArgumentException if the value, or one inside it, is of no type listed above
     */
    static byte[] encode(Object value) {
        ByteWriter out = new ByteWriter(64);
        write(out, value);
        return out.toBytes();
    }

    private static void write(ByteWriter out, Object value) {
        if (value == null) {
            item(out, NULL, new byte[0]);
        } else if (value instanceof Boolean truth) {
            item(out, BOOLEAN, new byte[] {(byte) (truth ? 1 : 0)});
        } else if (value instanceof Number || value instanceof UnsignedNumber) {
            number(out, value);
        } else if (value instanceof Character character) {
            item(out, CHARACTER, uint(2, character));
        } else if (value instanceof byte[] bytes) {
            item(out, BYTES, bytes);
        } else if (value instanceof String text) {
            item(out, STRING, new ByteWriter(text.length() + 1).string(text).toBytes());
        } else if (value instanceof Destination destination) {
            int kind = destination.kind() == Destination.Kind.TOPIC ? TOPIC : QUEUE;
            byte[] bytes =
                    new ByteWriter(64).u8(kind).string(destination.name()).toBytes();
            item(out, DESTINATION, bytes);
        } else if (value instanceof EmbeddedMessage embedded) {
            item(out, MESSAGE, embedded.frame());
        } else if (value instanceof Map<?, ?> map) {
            ByteWriter entries = new ByteWriter(64);
            map.forEach((key, entry) -> {
                write(entries, key);
                write(entries, entry);
            });
            container(out, MAP, entries);
        } else if (value instanceof List<?> list) {
            ByteWriter items = new ByteWriter(64);
            list.forEach(each -> write(items, each));
            container(out, STREAM, items);
        } else {
            throw new IllegalArgumentException("no structured data type: " + value.getClass());
        }
    }

    private static void number(ByteWriter out, Object value) {
        if (value instanceof Byte number) {
            item(out, SIGNED, uint(1, number));
        } else if (value instanceof Short number) {
            item(out, SIGNED, uint(2, number));
        } else if (value instanceof Integer number) {
            item(out, SIGNED, uint(4, number));
        } else if (value instanceof Long number) {
            item(out, SIGNED, uint(8, number));
        } else if (value instanceof UnsignedNumber number) {
            item(out, UNSIGNED, uint(number.bytes(), number.bits()));
        } else if (value instanceof Float number) {
            item(out, FLOAT, uint(4, Float.floatToRawIntBits(number)));
        } else if (value instanceof Double number) {
            item(out, FLOAT, uint(8, Double.doubleToRawLongBits(number)));
        } else {
            throw new IllegalArgumentException("no structured data type: " + value.getClass());
        }
    }

    private static byte[] uint(int bytes, long value) {
        byte[] out = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            out[i] = (byte) (value >> (8 * (bytes - 1 - i)));
        }
        return out;
    }

    private static void item(ByteWriter out, int type, byte[] value) {
        int sizeOfLength = 1;
        while (sizeOfLength < 4 && value.length + 1L + sizeOfLength >= 1L << (8 * sizeOfLength)) {
            sizeOfLength++;
        }
        out.u8(type << 2 | (sizeOfLength - 1))
                .raw(uint(sizeOfLength, value.length + 1L + sizeOfLength))
                .raw(value);
    }

    private static void container(ByteWriter out, int type, ByteWriter items) {
        out.u8(type << 2 | 3).u32(items.size() + 5L).raw(items.toBytes());
    }
}
