package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** Lists as the contract has them: {@code items} and {@code next}. */
final class PageJson {
    private PageJson() {}

    static <T> Answer answer(Page<T> page, Function<T, JsonObject> mapper) {
        JsonArray items = new JsonArray();
        page.items().forEach(item -> items.add(mapper.apply(item)));
        JsonObject json = new JsonObject().put("items", items);
        page.next().ifPresent(next -> json.put("next", next));
        return Answer.ok(json);
    }
}
