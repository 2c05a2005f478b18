package dev.usher.app.map;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.app.map.JsonSlices.Field;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a record of a sample: of a payload as it is, or of an envelope that also says what surrounds the payload in Kafka. An
 * envelope is an object with {@code payload} or {@code payloadBase64} and no other keys than those of an envelope.
 */
final class SampleReader {
    private static final String PAYLOAD = "payload";
    private static final String PAYLOAD_BYTES = "payloadBase64";
    private static final Set<String> KEYS =
            Set.of("topic", "partition", "offset", "key", "headers", "timestamp", PAYLOAD, PAYLOAD_BYTES);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NULL = "null".getBytes(UTF_8);

    private final Set<String> topics;
    private final Optional<String> from;
    private final boolean barePayloads;
    private final long now;

    /**
     * @param topics the Kafka topics there are routes for
     * @param from the topic of samples that do not say theirs
     * @param barePayloads whether no sample is an envelope, whatever it looks like
     * @param now the timestamp of samples that do not say theirs
     */
    SampleReader(Set<String> topics, Optional<String> from, boolean barePayloads, long now) {
        this.topics = new TreeSet<>(topics);
        this.from = from;
        this.barePayloads = barePayloads;
        this.now = now;
    }

    /**
     * @param index how many samples came before: the offset of one that does not say it
     * @throws IllegalArgumentException saying what is wrong with the sample
     */
    Sample read(String name, int index, byte[] text) {
        Map<String, byte[]> envelope = new LinkedHashMap<>();
        Set<String> foreign = new TreeSet<>();
        if (!barePayloads) {
            for (Field field : JsonSlices.fields(text).orElse(List.of())) {
                if (!KEYS.contains(field.name())) {
                    foreign.add(field.name());
                } else if (envelope.put(field.name(), field.value()) != null) {
                    foreign.add(field.name());
                }
            }
        }
        boolean hasPayload = envelope.containsKey(PAYLOAD) || envelope.containsKey(PAYLOAD_BYTES);
        if (hasPayload && foreign.isEmpty()) {
            return new Sample(name, enveloped(envelope, index), Optional.empty());
        }
        Optional<String> note = hasPayload
                ? Optional.of("taken as a payload: an envelope has none of " + foreign + ", or each key once")
                : Optional.empty();
        return new Sample(name, record(defaultTopic(), 0, index, now, null, text, List.of()), note);
    }

    private InboundRecord enveloped(Map<String, byte[]> envelope, int index) {
        if (envelope.containsKey(PAYLOAD) && envelope.containsKey(PAYLOAD_BYTES)) {
            throw new IllegalArgumentException("has both " + PAYLOAD + " and " + PAYLOAD_BYTES + "; give one");
        }
        JsonNode topic = node(envelope, "topic");
        JsonNode key = node(envelope, "key");
        String name = topic == null ? defaultTopic() : text("topic", topic);
        return record(
                name,
                (int) number(envelope, "partition", 0, Integer.MAX_VALUE),
                number(envelope, "offset", index, Long.MAX_VALUE),
                timestamp(envelope),
                key == null || key.isNull() ? null : text("key", key).getBytes(UTF_8),
                payload(envelope),
                headers(envelope.get("headers")));
    }

    private InboundRecord record(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte[] key,
            byte[] payload,
            List<InboundRecord.Header> headers) {
        if (!topics.contains(topic)) {
            throw new IllegalArgumentException("is of the Kafka topic " + topic + ", which no route reads; there are "
                    + String.join(", ", topics));
        }
        return new InboundRecord(new PartitionId(topic, partition), offset, timestamp, key, payload, headers);
    }

    private String defaultTopic() {
        return from.or(() -> topics.size() == 1 ? topics.stream().findFirst() : Optional.empty())
                .orElseThrow(() -> new IllegalArgumentException(
                        "does not say its Kafka topic; give --from, or an envelope with topic: one of "
                                + String.join(", ", topics)));
    }

    private static byte[] payload(Map<String, byte[]> envelope) {
        byte[] json = envelope.get(PAYLOAD);
        if (json != null) {
            return Arrays.equals(json, NULL) ? null : json;
        }
        JsonNode base64 = node(envelope, PAYLOAD_BYTES);
        if (base64.isNull()) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text(PAYLOAD_BYTES, base64));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PAYLOAD_BYTES + " is not Base64", e);
        }
    }

    private long timestamp(Map<String, byte[]> envelope) {
        JsonNode timestamp = node(envelope, "timestamp");
        return timestamp != null && timestamp.isNull() ? -1 : number(envelope, "timestamp", now, Long.MAX_VALUE);
    }

    private static List<InboundRecord.Header> headers(byte[] json) {
        if (json == null) {
            return List.of();
        }
        List<InboundRecord.Header> headers = new ArrayList<>();
        for (Field field : JsonSlices.fields(json)
                .orElseThrow(() -> new IllegalArgumentException("headers must be an object of names and texts"))) {
            JsonNode value = parse(field.value());
            headers.add(new InboundRecord.Header(
                    field.name(),
                    value.isNull()
                            ? null
                            : text("header " + field.name(), value).getBytes(UTF_8)));
        }
        return headers;
    }

    private static long number(Map<String, byte[]> envelope, String key, long whenAbsent, long max) {
        JsonNode node = node(envelope, key);
        if (node == null) {
            return whenAbsent;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0 || node.asLong() > max) {
            throw new IllegalArgumentException(key + " must be a whole number, at least 0");
        }
        return node.asLong();
    }

    private static String text(String key, JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException(key + " must be text");
        }
        return node.asText();
    }

    private static JsonNode node(Map<String, byte[]> envelope, String key) {
        byte[] json = envelope.get(key);
        return json == null ? null : parse(json);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
