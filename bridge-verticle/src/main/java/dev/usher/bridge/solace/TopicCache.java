package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.Topic;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JCSMP topics by their text, the least recently used dropped first. JCSMP validates and encodes a topic once for each object
 * (JCSMP Javadoc, Topic), so reusing them saves that. Used by one thread.
 */
final class TopicCache {

    private final Map<String, Topic> topics;

    TopicCache(int capacity) {
        topics = new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Topic> eldest) {
                return size() > capacity;
            }
        };
    }

    Topic get(String text) {
        Topic known = topics.get(text);
        if (known != null) {
            return known;
        }
        Topic made = JCSMPFactory.onlyInstance().createTopic(text);
        topics.put(text, made);
        return made;
    }

    int cached() {
        return topics.size();
    }
}
