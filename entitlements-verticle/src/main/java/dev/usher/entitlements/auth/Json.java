package dev.usher.entitlements.auth;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Strict JSON: a name that stands there twice, or anything after the object, is an error, and so is nesting without end. */
final class Json {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(new TypeReference<Map<String, Object>>() {})
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /**
     * The object.
     *
     * @throws IllegalArgumentException if it is none; says nothing of what stands there
     */
    static Map<String, Object> object(byte[] utf8) {
        try {
            Map<String, Object> object = READER.readValue(utf8);
            if (object != null) {
                return object;
            }
        } catch (IOException e) {
            // Its message repeats the text.
            throw new IllegalArgumentException("not a JSON object");
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    static Map<String, Object> object(String text) {
        return object(text.getBytes(StandardCharsets.UTF_8));
    }

    static Map<String, Object> named(Map<?, ?> object) {
        Map<String, Object> named = new HashMap<>();
        object.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }
}
