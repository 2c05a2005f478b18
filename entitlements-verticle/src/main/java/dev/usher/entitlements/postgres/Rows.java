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
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
                row.getOffsetDateTime("opened_at").toInstant());
    }

    /** Seats that a statement brought along as one JSON value, null for none. */
    static List<Seat> seats(JsonArray seats, UserOnBroker target) {
        if (seats == null) {
            return List.of();
        }
        return seats.stream()
                .map(JsonObject.class::cast)
                .map(seat -> new Seat(
                        seat.getString("id"),
                        target,
                        ClientRef.of(seat.getString("kind"), seat.getString("value")),
                        OffsetDateTime.parse(seat.getString("openedAt")).toInstant()))
                .toList();
    }

    /** Held products that a statement brought along as one JSON value, null for none. */
    static Rights rights(JsonArray held) {
        if (held == null) {
            return Rights.NONE;
        }
        SortedSet<Held> sorted = new TreeSet<>();
        for (Object element : held) {
            JsonObject product = (JsonObject) element;
            for (Object filter : product.getJsonArray("filters")) {
                sorted.add(new Held((String) filter, product.getString("product")));
            }
        }
        Map<TopicFilter, SortedSet<String>> rights = new LinkedHashMap<>();
        for (Held one : sorted) {
            rights.computeIfAbsent(TopicFilter.parse(one.filter()), filter -> new TreeSet<>())
                    .add(one.product());
        }
        return new Rights(rights);
    }

    /** A JSON object of text, null for none. */
    static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new TreeMap<>();
        if (object != null) {
            object.forEach(entry -> texts.put(entry.getKey(), (String) entry.getValue()));
        }
        return texts;
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

    private record Held(String filter, String product) implements Comparable<Held> {
        @Override
        public int compareTo(Held other) {
            int byFilter = filter.compareTo(other.filter);
            return byFilter != 0 ? byFilter : product.compareTo(other.product);
        }
    }
}
