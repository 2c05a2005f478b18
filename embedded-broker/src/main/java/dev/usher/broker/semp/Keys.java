package dev.usher.broker.semp;

import java.util.ArrayList;
import java.util.List;

/**
 * The decoded identifying values of a path in the order of the path, e.g. {@code [default, p1, smf, a/>]} for
 * {@code msgVpns/default/aclProfiles/p1/subscribeTopicExceptions/smf,a%2F%3E}.
 */
record Keys(List<String> values) {
    Keys {
        values = List.copyOf(values);
    }

    String get(int index) {
        return values.get(index);
    }

    String last() {
        return values.get(values.size() - 1);
    }

    Keys plus(List<String> more) {
        List<String> all = new ArrayList<>(values);
        all.addAll(more);
        return new Keys(all);
    }
}
