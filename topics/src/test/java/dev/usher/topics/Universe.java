package dev.usher.topics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** Every topic over a few levels, so that sets of topics can be compared instead of sampled. */
final class Universe {

    private final List<Topic> topics = new ArrayList<>();
    private final List<List<String>> levels = new ArrayList<>();

    Universe(int depth, List<String> alphabet) {
        List<List<String>> longest = List.of(List.of());
        for (int i = 0; i < depth; i++) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> topic : longest) {
                for (String level : alphabet) {
                    List<String> extended = new ArrayList<>(topic);
                    extended.add(level);
                    longer.add(List.copyOf(extended));
                }
            }
            levels.addAll(longer);
            longest = longer;
        }
        levels.forEach(topic -> topics.add(Topic.parse(String.join("/", topic))));
    }

    /** The topics the filter matches, by the code under test. */
    BitSet matched(TopicFilter filter) {
        BitSet set = new BitSet(topics.size());
        for (int i = 0; i < topics.size(); i++) {
            set.set(i, filter.matches(topics.get(i)));
        }
        return set;
    }

    /** The topics, as levels, that have the property. */
    BitSet where(Predicate<List<String>> property) {
        BitSet set = new BitSet(levels.size());
        for (int i = 0; i < levels.size(); i++) {
            set.set(i, property.test(levels.get(i)));
        }
        return set;
    }

    /** The topics in the first set and not in the second. */
    List<Topic> difference(BitSet first, BitSet second) {
        BitSet rest = (BitSet) first.clone();
        rest.andNot(second);
        return rest.stream().mapToObj(topics::get).toList();
    }

    int size() {
        return topics.size();
    }
}
