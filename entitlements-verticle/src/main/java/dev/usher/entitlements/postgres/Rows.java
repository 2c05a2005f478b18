package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** From rows to our words and back. */
final class Rows {
    private Rows() {}

    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapper) {
        return StreamSupport.stream(rows.spliterator(), false).map(mapper).toList();
    }

    static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    static UserOnBroker target(Row row) {
        return new UserOnBroker(row.getString("user_id"), row.getString("broker"), row.getString("client_username"));
    }

    static Seat seat(Row row) {
        return new Seat(
                row.getString("id"),
                target(row),
                ClientRef.of(row.getString("client_kind"), row.getString("client_value")),
                row.getOffsetDateTime("opened_at").toInstant(),
                Optional.ofNullable(row.getArrayOfStrings("wanted")).map(Rows::filters),
                instant(row, "expires_at"));
    }

    /** A seat that a statement brought along as the JSON value of its row. */
    static Seat seat(JsonObject row) {
        return new Seat(
                row.getString("id"),
                new UserOnBroker(row.getString("user_id"), row.getString("broker"), row.getString("client_username")),
                ClientRef.of(row.getString("client_kind"), row.getString("client_value")),
                OffsetDateTime.parse(row.getString("opened_at")).toInstant(),
                Optional.ofNullable(row.getJsonArray("wanted"))
                        .map(wanted -> wanted.stream()
                                .map(text -> TopicFilter.parse((String) text))
                                .toList()),
                Optional.ofNullable(row.getString("expires_at"))
                        .map(text -> OffsetDateTime.parse(text).toInstant()));
    }

    static List<TopicFilter> filters(String[] texts) {
        return Arrays.stream(texts).map(TopicFilter::parse).toList();
    }

    static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    /** Filters in the order of their spelling, each with the products that give it. */
    static Rights rights(Map<String, List<TopicFilter>> filtersOfProducts) {
        Map<TopicFilter, SortedSet<String>> products = new LinkedHashMap<>();
        filtersOfProducts.forEach((product, filters) -> filters.forEach(filter ->
                products.computeIfAbsent(filter, none -> new TreeSet<>()).add(product)));
        Map<TopicFilter, SortedSet<String>> sorted = new LinkedHashMap<>();
        products.keySet().stream()
                .collect(Collectors.toMap(TopicFilter::toSmf, Function.identity(), (one, same) -> one, TreeMap::new))
                .values()
                .forEach(filter -> sorted.put(filter, products.get(filter)));
        return new Rights(sorted);
    }

    /** A JSON object of text, null for none. */
    static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new TreeMap<>();
        if (object != null) {
            object.forEach(entry -> texts.put(entry.getKey(), (String) entry.getValue()));
        }
        return texts;
    }

    /** A JSON array of text, null for none. */
    static List<String> texts(JsonArray array) {
        return array == null
                ? List.of()
                : array.stream().map(String.class::cast).toList();
    }

    /** Two values of which one may be an array; {@code Tuple.of} would take an array in the last place for many values. */
    static Tuple pair(Object first, Object second) {
        return Tuple.tuple().addValue(first).addValue(second);
    }

    static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }

    static <T> String[] array(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }
}
