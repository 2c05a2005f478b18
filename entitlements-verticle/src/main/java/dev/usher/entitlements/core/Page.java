package dev.usher.entitlements.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items in the list's order
 * @param next the cursor of the page that follows; empty on the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    public <U> Page<U> map(Function<? super T, ? extends U> mapper) {
        return new Page<U>(items.stream().<U>map(mapper).toList(), next);
    }

    /**
     * Which page.
     *
     * @param limit how many items at most, 1 to 1000
     * @param cursor from the page before; empty for the first
     */
    public record Request(int limit, Optional<String> cursor) {
        private static final int MOST = 1000;

        public Request {
            if (limit < 1 || limit > MOST) {
                throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + MOST);
            }
        }
    }
}
