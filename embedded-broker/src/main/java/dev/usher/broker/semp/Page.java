package dev.usher.broker.semp;

import dev.usher.broker.semp.SempQuery.Cursor;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One page of a collection.
 *
 * @param next where the following page starts; empty when this is the last one
 */
record Page(List<JsonObject> objects, Optional<Cursor> next) {

    /** An object that may come into a page: its JSON is made when it is looked at. */
    record Row(String key, Supplier<JsonObject> maker) {
        static Row of(JsonObject object, ObjectType type) {
            return new Row(Page.key(object, type), () -> object);
        }

        JsonObject object() {
            return maker.get();
        }
    }

    static Page of(List<JsonObject> all, ObjectType type, SempQuery query, SempBehaviour.Paging paging) {
        return of(all.stream().map(o -> Row.of(o, type)), type, query, paging);
    }

    /**
     * @param all the objects in any order; they are paged by key, so that concurrent changes never hide an object that
     *     was there all along
     */
    static Page of(Stream<Row> all, ObjectType type, SempQuery query, SempBehaviour.Paging paging) {
        Where where = query.where(type);
        Cursor cursor = query.cursor().orElse(new Cursor(0, ""));
        int count = query.count();
        List<Row> rest = all.filter(r -> r.key().compareTo(cursor.lastKey()) > 0)
                .sorted(Comparator.comparing(Row::key))
                .toList();
        return switch (paging) {
            case FULL -> full(rest, where, cursor, count);
            case SHORT -> full(rest, where, cursor, Math.max(1, count / 2));
            case RAGGED -> ragged(rest, where, cursor, count);
        };
    }

    private static Page full(List<Row> rest, Where where, Cursor cursor, int count) {
        List<JsonObject> objects = new ArrayList<>();
        String lastKey = cursor.lastKey();
        for (Row row : rest) {
            JsonObject object = row.object();
            if (where.test(object)) {
                if (objects.size() == count) {
                    return new Page(objects, Optional.of(new Cursor(cursor.page() + 1, lastKey)));
                }
                objects.add(object);
                lastKey = row.key();
            }
        }
        return new Page(objects, Optional.empty());
    }

    /** First an empty page with a cursor, then pages of half the count looked at and filtered, then an empty end. */
    private static Page ragged(List<Row> rest, Where where, Cursor cursor, int count) {
        if (cursor.page() == 0) {
            return new Page(List.of(), Optional.of(new Cursor(1, cursor.lastKey())));
        }
        List<Row> looked = rest.subList(0, Math.min(rest.size(), Math.max(1, count / 2)));
        List<JsonObject> objects =
                looked.stream().map(Row::object).filter(where).toList();
        return looked.isEmpty()
                ? new Page(objects, Optional.empty())
                : new Page(
                        objects,
                        Optional.of(new Cursor(
                                cursor.page() + 1, looked.get(looked.size() - 1).key())));
    }

    private static String key(JsonObject object, ObjectType type) {
        return type.keys().stream().map(a -> object.getString(a.name())).collect(Collectors.joining("\u0000"));
    }
}
