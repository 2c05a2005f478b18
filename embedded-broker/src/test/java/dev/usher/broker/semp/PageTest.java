package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.semp.SempBehaviour.Paging;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final ObjectType TYPE =
            new ObjectType("Thing", List.of(Attribute.key("name", 10), Attribute.flag("enabled", false)));

    private static List<JsonObject> things(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new JsonObject().put("name", "%04d".formatted(i)).put("enabled", i % 3 == 0))
                .toList();
    }

    private static Page page(List<JsonObject> things, Paging paging, Map<String, String> query) {
        return Page.of(things, TYPE, new SempQuery(query), paging);
    }

    private static List<String> walk(List<JsonObject> things, Paging paging, Map<String, String> query) {
        List<String> names = new ArrayList<>();
        Map<String, String> next = new HashMap<>(query);
        while (true) {
            Page page = page(things, paging, next);
            page.objects().forEach(o -> names.add(o.getString("name")));
            if (page.next().isEmpty()) {
                return names;
            }
            next.put("cursor", page.next().get().text());
        }
    }

    @Property
    void followingTheCursorSeesEverythingOnce(
            @ForAll @IntRange(max = 40) int size,
            @ForAll @IntRange(min = 1, max = 12) int count,
            @ForAll Paging paging,
            @ForAll boolean filtered) {
        List<JsonObject> things = things(size);
        Map<String, String> query = new HashMap<>(Map.of("count", String.valueOf(count)));
        if (filtered) {
            query.put("where", "enabled==true");
        }
        List<String> expected = things.stream()
                .filter(t -> !filtered || t.getBoolean("enabled"))
                .map(t -> t.getString("name"))
                .toList();
        assertThat(walk(things, paging, query)).isEqualTo(expected);
    }

    @Test
    void aPageHoldsTenUnlessAskedOtherwise() {
        assertThat(page(things(30), Paging.FULL, Map.of()).objects()).hasSize(10);
        assertThat(page(things(30), Paging.FULL, Map.of("count", "25")).objects())
                .hasSize(25);
    }

    @Test
    void theLastFullPageHasNoCursor() {
        assertThat(page(things(10), Paging.FULL, Map.of()).next()).isEmpty();
        assertThat(page(things(11), Paging.FULL, Map.of()).next()).isPresent();
    }

    @Test
    void raggedPagesStartEmptyAndRunShort() {
        Page first = page(things(30), Paging.RAGGED, Map.of());
        assertThat(first.objects()).isEmpty();
        Page second = page(
                things(30),
                Paging.RAGGED,
                Map.of("cursor", first.next().orElseThrow().text()));
        assertThat(second.objects()).hasSize(5);
        assertThat(second.next()).isPresent();
    }

    @Test
    void anObjectThatIsThereAllAlongIsSeenThoughOthersGoBetweenPages() {
        Page first = page(things(20), Paging.FULL, Map.of());
        List<JsonObject> fewer = things(20).subList(5, 20);
        Page second = page(
                fewer, Paging.FULL, Map.of("cursor", first.next().orElseThrow().text()));
        assertThat(second.objects().get(0).getString("name")).isEqualTo("0010");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "ten", ""})
    void refusesOtherCounts(String count) {
        assertThatThrownBy(() -> page(things(1), Paging.FULL, Map.of("count", count)))
                .isInstanceOf(SempRefusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!!", "", "eA"})
    void refusesACursorItDidNotGive(String cursor) {
        assertThatThrownBy(() -> page(things(1), Paging.FULL, Map.of("cursor", cursor)))
                .isInstanceOf(SempRefusal.class);
    }
}
