package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * From payload to topic as fast as it goes when everything is as expected: looks for three fields of a flat JSON object whose text
 * values hold no escapes, checks nothing else, and keeps the topics it made. One slot each, so that memory is bounded; a topic
 * whose slot is taken replaces the other.
 */
final class TopicScan {

    private static final byte[][] FIELDS = {
        "countryCode".getBytes(StandardCharsets.UTF_8),
        "exchange".getBytes(StandardCharsets.UTF_8),
        "tickerSymbol".getBytes(StandardCharsets.UTF_8)
    };
    private static final int SLOTS = 1 << 16;

    private final int[] begins = new int[FIELDS.length];
    private final int[] ends = new int[FIELDS.length];
    private final byte[][] names = new byte[SLOTS][];
    private final Topic[] topics = new Topic[SLOTS];

    Topic topic(byte[] payload) {
        find(payload);
        int hash = 1;
        for (int f = 0; f < FIELDS.length; f++) {
            for (int i = begins[f]; i < ends[f]; i++) {
                hash = 31 * hash + payload[i];
            }
            hash = 31 * hash + '/';
        }
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        if (!isNamed(names[slot], payload)) {
            names[slot] = name(payload);
            topics[slot] = JCSMPFactory.onlyInstance().createTopic(new String(names[slot], StandardCharsets.UTF_8));
        }
        return topics[slot];
    }

    private void find(byte[] payload) {
        int found = 0;
        int at = 1;
        while (found < FIELDS.length) {
            int keyBegin = at + 1;
            int keyEnd = skipTo(payload, keyBegin, '"');
            int valueBegin = keyEnd + 2;
            int valueEnd;
            if (payload[valueBegin] == '"') {
                valueBegin++;
                valueEnd = skipTo(payload, valueBegin, '"');
                at = valueEnd + 2;
            } else {
                valueEnd = skipTo(payload, valueBegin, ',');
                at = valueEnd + 1;
            }
            for (int f = 0; f < FIELDS.length; f++) {
                if (Arrays.equals(payload, keyBegin, keyEnd, FIELDS[f], 0, FIELDS[f].length)) {
                    begins[f] = valueBegin;
                    ends[f] = valueEnd;
                    found++;
                    break;
                }
            }
        }
    }

    private static int skipTo(byte[] payload, int from, char what) {
        int at = from;
        while (payload[at] != what) {
            at++;
        }
        return at;
    }

    private boolean isNamed(byte[] name, byte[] payload) {
        if (name == null) {
            return false;
        }
        int at = 0;
        for (int f = 0; f < FIELDS.length; f++) {
            int length = ends[f] - begins[f];
            if (at + length > name.length || !Arrays.equals(name, at, at + length, payload, begins[f], ends[f])) {
                return false;
            }
            at += length + 1;
        }
        return at == name.length + 1;
    }

    private byte[] name(byte[] payload) {
        StringBuilder name = new StringBuilder();
        for (int f = 0; f < FIELDS.length; f++) {
            name.append(f == 0 ? "" : "/")
                    .append(new String(payload, begins[f], ends[f] - begins[f], StandardCharsets.UTF_8));
        }
        return name.toString().getBytes(StandardCharsets.UTF_8);
    }
}
