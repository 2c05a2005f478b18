package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.port.EntitlementStore.InvalidCursorException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a page ended: the list and the key of its last item, so that what comes and goes meanwhile neither repeats nor skips
 * what was there all the time.
 *
 * @param list the list and everything that it was asked for
 * @param key of the last item shown, as many texts as the list orders by
 */
record Cursor(List<String> list, List<String> key) {
    Cursor {
        list = List.copyOf(list);
        key = List.copyOf(key);
    }

    /** The key to go on after; empty at the beginning. Throws {@link InvalidCursorException} for another list's. */
    static Optional<List<String>> after(Page.Request page, List<String> list, int keyLength) {
        return page.cursor().map(text -> {
            Cursor cursor = parse(text);
            if (!cursor.list().equals(list) || cursor.key().size() != keyLength) {
                throw new InvalidCursorException();
            }
            return cursor.key();
        });
    }

    /** Of one item more than were asked for, which tells whether there is another page. */
    static <T> Page<T> page(List<T> items, Page.Request page, List<String> list, Function<T, List<String>> key) {
        if (items.size() <= page.limit()) {
            return new Page<>(items, Optional.empty());
        }
        List<T> shown = items.subList(0, page.limit());
        return new Page<>(shown, Optional.of(new Cursor(list, key.apply(shown.get(shown.size() - 1))).text()));
    }

    String text() {
        String json =
                new JsonArray().add(new JsonArray(list)).add(new JsonArray(key)).encode();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Cursor parse(String text) {
        try {
            JsonArray parts = new JsonArray(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            return new Cursor(Rows.texts(parts.getJsonArray(0)), Rows.texts(parts.getJsonArray(1)));
        } catch (RuntimeException e) {
            // Whatever is wrong with it, we did not write it.
            throw new InvalidCursorException();
        }
    }
}
