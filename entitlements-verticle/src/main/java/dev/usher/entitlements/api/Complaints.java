package dev.usher.entitlements.api;

import dev.usher.entitlements.api.InvalidBodyException.Complaint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong in a body beyond what its schemas can say, so that it is told all at once. */
final class Complaints {
    private static final int MOST_NAMED = 20;

    private final List<Complaint> named = new ArrayList<>();
    private int filters;
    private int count;

    /** Something at a place; the detail names the way out. */
    void add(String pointer, String detail) {
        count++;
        if (named.size() < MOST_NAMED) {
            named.add(new Complaint(pointer, detail));
        }
    }

    /** A topic filter that is not one or may not be granted. */
    void addFilter(String pointer, String detail) {
        filters++;
        add(pointer, detail);
    }

    /** What a check of the core makes, or a complaint in its words and an empty result. */
    <T> Optional<T> check(String pointer, Supplier<T> making) {
        try {
            return Optional.of(making.get());
        } catch (IllegalArgumentException e) {
            add(pointer, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Ends the reading of the body.
     *
     * @throws InvalidBodyException if there is any complaint
     */
    void throwIfAny() {
        if (count == 0) {
            return;
        }
        boolean onlyFilters = filters == count;
        String more = count > named.size() ? "; the first " + named.size() + " of them are in errors" : "";
        String message = count == 1
                ? named.get(0).detail()
                : count + (onlyFilters ? " filters cannot be used" : " things are wrong in the body") + more;
        throw new InvalidBodyException(
                onlyFilters ? ProblemType.INVALID_FILTER : ProblemType.UNPROCESSABLE, message, named);
    }
}
