package dev.usher.broker.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What follows one beginning of filters in a {@link SubscriptionTable}. Changed under the table's write lock only; read
 * at any time, which is why every field is volatile and every map concurrent: a reader that saw half of a change reads
 * again. Most nodes have very few of these things, and there are many nodes, so each is made when it is needed.
 */
final class TopicNode<S> {

    private volatile Map<String, TopicNode<S>> literals;
    private volatile PrefixChildren<TopicNode<S>> prefixes;
    private volatile TopicNode<S> any;
    /** Filters that end here, and those that go on with any number of levels. */
    private volatile Subscribers<S> exact;

    private volatile Subscribers<S> hash;

    boolean isEmpty() {
        return literals == null && prefixes == null && any == null && exact == null && hash == null;
    }

    /** Finds the subscribers of all filters that go on from here and match the levels from {@code at} on. */
    void collect(String[] levels, int at, Found<S> found) {
        boolean first = at == 0;
        Subscribers<S> rest = hash;
        if (rest != null && !(first && FilterLevel.hidden(levels[0]))) {
            found.add(rest);
        }
        if (at == levels.length) {
            Subscribers<S> here = exact;
            if (here != null) {
                found.add(here);
            }
            return;
        }
        String level = levels[at];
        Map<String, TopicNode<S>> known = literals;
        TopicNode<S> literal = known == null ? null : known.get(level);
        if (literal != null) {
            literal.collect(levels, at + 1, found);
        }
        PrefixChildren<TopicNode<S>> begun = prefixes;
        if (begun != null && FilterLevel.reachedByPrefixes(level, first)) {
            begun.forEachBeginningOf(level, child -> child.collect(levels, at + 1, found));
        }
        TopicNode<S> whatever = any;
        if (whatever != null && FilterLevel.ANY.matches(level, first)) {
            whatever.collect(levels, at + 1, found);
        }
    }

    TopicNode<S> child(FilterLevel level) {
        return switch (level.kind()) {
            case LITERAL -> literals == null ? null : literals.get(level.text());
            case PREFIX -> prefixes == null ? null : prefixes.get(level.text());
            case ANY -> any;
        };
    }

    TopicNode<S> makeChild(FilterLevel level) {
        TopicNode<S> known = child(level);
        if (known != null) {
            return known;
        }
        TopicNode<S> made = new TopicNode<>();
        switch (level.kind()) {
            case LITERAL -> {
                if (literals == null) {
                    literals = new ConcurrentHashMap<>(1);
                }
                literals.put(level.text(), made);
            }
            case PREFIX -> {
                if (prefixes == null) {
                    prefixes = new PrefixChildren<>();
                }
                prefixes.put(level.text(), made);
            }
            case ANY -> any = made;
        }
        return made;
    }

    void removeChild(FilterLevel level) {
        switch (level.kind()) {
            case LITERAL -> {
                literals.remove(level.text());
                literals = literals.isEmpty() ? null : literals;
            }
            case PREFIX -> {
                prefixes.remove(level.text());
                prefixes = prefixes.isEmpty() ? null : prefixes;
            }
            case ANY -> any = null;
        }
    }

    /** @param goesOn whether of the filter that goes on with any number of levels, or of the one that ends here */
    Subscribers<S> makeSubscribers(boolean goesOn) {
        Subscribers<S> known = goesOn ? hash : exact;
        if (known != null) {
            return known;
        }
        Subscribers<S> made = new Subscribers<>();
        if (goesOn) {
            hash = made;
        } else {
            exact = made;
        }
        return made;
    }

    /** Whether it was there. */
    boolean removeSubscriber(boolean goesOn, S subscriber) {
        Subscribers<S> known = goesOn ? hash : exact;
        if (known == null || !known.remove(subscriber)) {
            return false;
        }
        if (known.isEmpty()) {
            if (goesOn) {
                hash = null;
            } else {
                exact = null;
            }
        }
        return true;
    }
}
