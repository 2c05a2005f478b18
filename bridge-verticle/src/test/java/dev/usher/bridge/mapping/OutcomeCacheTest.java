package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.MapOutcome.Mapped;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.core.UserProperties;
import dev.usher.topics.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class OutcomeCacheTest {

    private static final Route ROUTE = new Route("r", "P", Delivery.direct(false, RecordProperties.NONE));

    private final FieldSlots slots = new FieldSlots(2);
    private final CacheKey key = new CacheKey(0, 1);
    private final OutcomeCache cache = new OutcomeCache();

    @Test
    void findsWhatWasPut() {
        Mapped mapped = mapped("x");
        read("US", "AAPL");
        assertThat(cache.get(key)).isNull();
        cache.offer(key, mapped);
        assertThat(cache.get(key)).as("offered once").isNull();
        cache.offer(key, mapped);
        read("US", "MSFT");
        assertThat(cache.get(key)).isNull();
        read("US", "AAPL");
        assertThat(cache.get(key)).isSameAs(mapped);
    }

    @Test
    void whereAValueEndsAndWhatItIsCounts() {
        put("ab", "c");
        assertThat(found("a", "bc")).isNull();
        assertThat(found("abc", "")).isNull();
        assertThat(found("", "abc")).isNull();
        slots.setNull(1);
        set(0, FieldKind.TEXT, "abc");
        assertThat(key.read(slots)).isTrue();
        assertThat(cache.get(key)).isNull();
        set(0, FieldKind.TEXT, "ab");
        set(1, FieldKind.BYTES, "c");
        assertThat(key.read(slots)).isTrue();
        assertThat(cache.get(key)).isNull();
        assertThat(found("ab", "c")).isEqualTo("ab|c");
    }

    /** Keys are compared to the last byte, whatever their hashes: here all have one. */
    @Test
    void oneHashForAll() {
        for (String value : List.of("a", "b")) {
            read(value, "");
            assertThat(key.equalTo(key.copy())).isTrue();
            byte[] copy = key.copy();
            read("c", "");
            assertThat(key.equalTo(copy)).isFalse();
            read(value, "d");
            assertThat(key.equalTo(copy)).isFalse();
        }
    }

    @Test
    void remainsSmallHoweverManyThereAre() {
        for (int i = 0; i < 1_000_000; i++) {
            put("US", Integer.toString(i));
        }
        assertThat(cache.size()).isEqualTo(OutcomeCache.MOST);
        int kept = 0;
        for (int i = 0; i < 1_000_000; i++) {
            String found = found("US", Integer.toString(i));
            if (found != null) {
                assertThat(found).isEqualTo("US|" + i);
                kept++;
            }
        }
        assertThat(kept).isBetween(OutcomeCache.MOST / 2, OutcomeCache.MOST);
    }

    @Test
    void whatComesOnceTakesNoPlace() {
        put("US", "often");
        for (int i = 0; i < 100_000; i++) {
            read("US", Integer.toString(i));
            cache.offer(key, mapped("x"));
        }
        assertThat(found("US", "often")).isEqualTo("US|often");
        assertThat(cache.size()).isLessThan(OutcomeCache.MOST);
    }

    @Test
    void fewStayAll() {
        for (int i = 0; i < 500; i++) {
            put("US", Integer.toString(i));
        }
        int kept = 0;
        for (int i = 0; i < 500; i++) {
            kept += found("US", Integer.toString(i)) == null ? 0 : 1;
        }
        assertThat(kept).isGreaterThan(450);
    }

    @Property(tries = 300)
    void agreesWithAMap(@ForAll("values") List<String> values) {
        Map<String, String> model = new HashMap<>();
        OutcomeCache small = new OutcomeCache();
        for (int i = 0; i + 1 < values.size(); i++) {
            String one = values.get(i);
            String other = values.get(i + 1);
            read(one, other);
            Mapped found = small.get(key);
            String known = model.get(one.length() + "|" + one + "|" + other);
            if (found == null) {
                String topic = known == null ? "t" + i : known;
                small.offer(key, mapped(topic));
                model.put(one.length() + "|" + one + "|" + other, topic);
            } else {
                assertThat(found.topic().text()).isEqualTo(known);
            }
        }
    }

    @Test
    void longValuesAreNotKept() {
        assertThat(readable("x".repeat(10_000), "")).isFalse();
        assertThat(readable("x".repeat(500), "y".repeat(500))).isTrue();
        slots.setProblem(1, FieldKind.DUPLICATE, "twice");
        assertThat(key.read(slots)).isFalse();
    }

    @Provide
    Arbitrary<List<String>> values() {
        return Arbitraries.of("", "a", "b", "aa", "ab", "12345678", "123456789", "1234567812345678", "é", "\u0000")
                .list()
                .ofMaxSize(60);
    }

    private void put(String one, String other) {
        read(one, other);
        for (int times = 0; times < 2 && cache.get(key) == null; times++) {
            cache.offer(key, mapped(one + "|" + other));
        }
    }

    private String found(String one, String other) {
        read(one, other);
        Mapped found = cache.get(key);
        return found == null ? null : found.topic().text();
    }

    private void read(String one, String other) {
        assertThat(readable(one, other)).isTrue();
    }

    private boolean readable(String one, String other) {
        slots.clear();
        set(0, FieldKind.TEXT, one);
        set(1, FieldKind.TEXT, other);
        return key.read(slots);
    }

    /** In the middle of other bytes, as in a payload. */
    private void set(int slot, FieldKind kind, String value) {
        byte[] bytes = ("\"" + value + "\",\"something else\"").getBytes(UTF_8);
        slots.set(slot, kind, bytes, 1, 1 + value.getBytes(UTF_8).length);
    }

    private static Mapped mapped(String topic) {
        return new Mapped(ROUTE, new Topic(topic), UserProperties.NONE);
    }
}
