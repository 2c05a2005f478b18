package dev.usher.entitlements.api;

import dev.usher.topics.TopicFilter;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Topic filters in bodies: texts in SMF syntax. */
final class Filters {
    private Filters() {}

    /** The filter as it is granted. */
    static String text(TopicFilter filter) {
        return filter.smf().orElseGet(filter::toString);
    }

    static JsonArray array(Collection<TopicFilter> filters) {
        return new JsonArray(new ArrayList<>(filters.stream().map(Filters::text).toList()));
    }

    /** Reads all of them, and complains of each that the parser refuses. */
    static List<TopicFilter> read(
            JsonArray texts, Function<String, TopicFilter> parser, String at, Complaints complaints) {
        List<TopicFilter> filters = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            try {
                filters.add(parser.apply(texts.getString(i)));
            } catch (IllegalArgumentException e) {
                complaints.addFilter(at + "/" + i, e.getMessage());
            }
        }
        return filters;
    }
}
