package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.Topic;

/**
 * JCSMP topics for ours. JCSMP validates and encodes a topic once for each object (JCSMP Javadoc, Topic), so reusing them saves that.
 *
 * <p>Each text has one place, given by its hash; what stood there before is forgotten. A hit therefore costs the same however many
 * topics there are, nothing is relinked, and memory ends with the places; a miss costs one JCSMP topic. Used by one thread.
 */
final class TopicCache {

    /**
     * Room for every instrument most feeds have. Full it has about 300 bytes and twice the topic for each: 24 MB with topics of 30 bytes, 52
     * MB with the longest there are.
     */
    static final int PLACES = 1 << 16;

    private final dev.usher.topics.Topic[] known;
    private final Topic[] made;
    private final int mask;

    /** @param places a power of two */
    TopicCache(int places) {
        if (Integer.bitCount(places) != 1) {
            throw new IllegalArgumentException("places must be a power of two: " + places);
        }
        known = new dev.usher.topics.Topic[places];
        made = new Topic[places];
        mask = places - 1;
    }

    Topic get(dev.usher.topics.Topic topic) {
        String text = topic.text();
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & mask;
        dev.usher.topics.Topic there = known[place];
        // Mappers give the same object again for most records.
        if (there == topic || there != null && there.text().equals(text)) {
            return made[place];
        }
        Topic fresh = JCSMPFactory.onlyInstance().createTopic(text);
        known[place] = topic;
        made[place] = fresh;
        return fresh;
    }
}
