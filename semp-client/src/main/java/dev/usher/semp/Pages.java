package dev.usher.semp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a collection to its end, one page after the other. A page may be short or empty and still have a cursor; only a page
 * without one is the last (SEMP v2 spec, SempPaging).
 */
final class Pages<T> {
    private static final String LARGEST_PAGE = "count=100";
    /** A million objects, more than any collection used here can hold. */
    private static final int MOST_PAGES = 10_000;

    private final SempCalls calls;
    private final SempLane lane;
    private final SempType<T> type;
    private final SempRequest request;
    private final Where where;
    private final Set<String> cursors = new HashSet<>();
    private final List<T> found = new ArrayList<>();
    private final Promise<List<T>> all = Promise.promise();

    Pages(SempCalls calls, SempLane lane, SempType<T> type, SempRequest request, Where where) {
        where.requireAttributesOf(type.readable());
        this.calls = calls;
        this.lane = lane;
        this.type = type;
        this.request = request;
        this.where = where;
    }

    /** Succeeds only with the whole list; a page that fails, repeats a cursor or cannot be decoded fails it. */
    Future<List<T>> all() {
        page(Optional.empty());
        return all.future();
    }

    // A loop by callbacks, not a chain of composed futures: that would grow with the number of pages.
    private void page(Optional<String> cursor) {
        calls.call(lane, request.query(query(cursor)))
                .map(this::accept)
                .onSuccess(next -> {
                    if (next.isPresent()) {
                        page(next);
                    } else {
                        all.complete(List.copyOf(found));
                    }
                })
                .onFailure(all::fail);
    }

    private Optional<String> accept(SempAnswer answer) {
        for (JsonObject object : answer.objects()) {
            if (where.admits(object)) {
                found.add(type.decode(object));
            }
        }
        Optional<String> next = answer.nextCursor();
        next.ifPresent(this::requireNew);
        return next;
    }

    private void requireNew(String cursor) {
        if (!cursors.add(cursor)) {
            throw new SempProtocolException(request + ": a cursor came twice, the list has no end");
        }
        if (cursors.size() >= MOST_PAGES) {
            throw new SempProtocolException(request + ": more than " + MOST_PAGES + " pages");
        }
    }

    private String query(Optional<String> cursor) {
        List<String> parameters = new ArrayList<>(List.of(LARGEST_PAGE, type.select()));
        if (!where.query().isEmpty()) {
            parameters.add(where.query());
        }
        cursor.ifPresent(position -> parameters.add("cursor=" + position));
        return String.join("&", parameters);
    }
}
