package dev.usher.topics;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Filters indexed by their levels. Asks the same of each as {@link TopicFilter#covers} does, without comparing every pair: a
 * question looks only at filters that agree with it so far, level by level.
 *
 * <p>Immutable but for the count of its work; used from one thread at a time.
 */
public final class TopicFilterSet {
    private final Set<TopicFilter> all;
    private final Node root = new Node();
    private long visited;

    /** Keeps the order of the filters. */
    public TopicFilterSet(Collection<TopicFilter> filters) {
        this.all = new LinkedHashSet<>(filters);
        all.forEach(this::index);
    }

    private void index(TopicFilter filter) {
        Node node = root;
        for (LevelMatcher level : filter.levels()) {
            node = node.childFor(level);
        }
        node.ends.add(filter);
    }

    /** Whether this very filter is in the set, however it was spelled. */
    public boolean contains(TopicFilter filter) {
        return all.contains(filter);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Whether one of the filters covers all of this one. Sound and incomplete in the same way as {@link
     * TopicFilter#coveredByAny}, with the same answers.
     */
    public boolean covers(TopicFilter wanted) {
        return all.contains(wanted) || findCovering(root, wanted, 0, found -> true);
    }

    /** The filters that cover all of this one, in no particular order. */
    public List<TopicFilter> covering(TopicFilter wanted) {
        List<TopicFilter> covering = new ArrayList<>();
        findCovering(root, wanted, 0, found -> {
            covering.add(found);
            return false;
        });
        return covering;
    }

    /** Hands over what covers the wanted filter until that is enough. */
    private boolean findCovering(Node node, TopicFilter wanted, int depth, Predicate<TopicFilter> enough) {
        visited++;
        for (TopicFilter end : node.ends) {
            if (end.covers(wanted) && enough.test(end)) {
                return true;
            }
        }
        List<LevelMatcher> levels = wanted.levels();
        // Levels that a tail stands for are covered only by what accepts anything.
        if (depth < levels.size() + wanted.tail().least()
                && node.any != null
                && findCovering(node.any, wanted, depth + 1, enough)) {
            return true;
        }
        LevelMatcher level = depth < levels.size() ? levels.get(depth) : null;
        if (level instanceof Literal literal) {
            Node same = node.literals.get(literal.text());
            return same != null && findCovering(same, wanted, depth + 1, enough)
                    || findPrefixes(node, literal.text(), wanted, depth, enough);
        }
        return level instanceof Prefix prefix && findPrefixes(node, prefix.text(), wanted, depth, enough);
    }

    /** Prefix wildcards that begin this text, the shortest first. */
    private boolean findPrefixes(Node node, String text, TopicFilter wanted, int depth, Predicate<TopicFilter> enough) {
        if (node.prefixes.isEmpty()) {
            return false;
        }
        for (int length = 1; length <= text.length(); length++) {
            Node prefix = node.prefixes.get(text.substring(0, length));
            if (prefix != null && findCovering(prefix, wanted, depth + 1, enough)) {
                return true;
            }
        }
        return false;
    }

    /** The filters that this one covers, in no particular order. */
    public List<TopicFilter> coveredBy(TopicFilter wide) {
        List<TopicFilter> covered = new ArrayList<>();
        collect(root, wide, 0, covered);
        return covered;
    }

    private void collect(Node node, TopicFilter wide, int depth, List<TopicFilter> covered) {
        visited++;
        for (TopicFilter end : node.ends) {
            if (wide.covers(end)) {
                covered.add(end);
            }
        }
        List<LevelMatcher> levels = wide.levels();
        LevelMatcher level = depth < levels.size() ? levels.get(depth) : null;
        if (level instanceof Literal literal) {
            Node same = node.literals.get(literal.text());
            if (same != null) {
                collect(same, wide, depth + 1, covered);
            }
        } else if (level instanceof Prefix prefix) {
            beginningWith(prefix.text(), node.literals).forEach(child -> collect(child, wide, depth + 1, covered));
            beginningWith(prefix.text(), node.prefixes).forEach(child -> collect(child, wide, depth + 1, covered));
        } else if (level instanceof Any || wide.tail() != Tail.NONE) {
            node.literals.values().forEach(child -> collect(child, wide, depth + 1, covered));
            node.prefixes.values().forEach(child -> collect(child, wide, depth + 1, covered));
            if (node.any != null) {
                collect(node.any, wide, depth + 1, covered);
            }
        }
    }

    private static List<Node> beginningWith(String prefix, TreeMap<String, Node> children) {
        List<Node> found = new ArrayList<>();
        for (Map.Entry<String, Node> child : children.tailMap(prefix, true).entrySet()) {
            if (!child.getKey().startsWith(prefix)) {
                break;
            }
            found.add(child.getValue());
        }
        return found;
    }

    /** How many places of the index were looked at so far: the work done, for whoever has to bound it. */
    public long visited() {
        return visited;
    }

    /** What follows the levels that lead here. */
    private static final class Node {
        private final TreeMap<String, Node> literals = new TreeMap<>();
        private final TreeMap<String, Node> prefixes = new TreeMap<>();
        private Node any;

        /** Filters whose levels end here: they differ in their tails, so there are at most three, and one for everything. */
        private final List<TopicFilter> ends = new ArrayList<>(1);

        private Node childFor(LevelMatcher level) {
            if (level instanceof Literal literal) {
                return literals.computeIfAbsent(literal.text(), text -> new Node());
            }
            if (level instanceof Prefix prefix) {
                return prefixes.computeIfAbsent(prefix.text(), text -> new Node());
            }
            if (any == null) {
                any = new Node();
            }
            return any;
        }
    }
}
