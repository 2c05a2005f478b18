package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.topics.Topic;
import org.junit.jupiter.api.Test;

final class TopicCacheTest {

    @Test
    void aTopicIsMadeOnceForEachText() {
        TopicCache cache = new TopicCache(1024);
        com.solacesystems.jcsmp.Topic made = cache.get(Topic.parse("US/NASDAQ/AAPL"));

        assertThat(made.getName()).isEqualTo("US/NASDAQ/AAPL");
        assertThat(cache.get(Topic.parse("US/NASDAQ/AAPL"))).isSameAs(made);
    }

    @Test
    void topicsThatShareAPlaceReplaceEachOther() {
        TopicCache cache = new TopicCache(2);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                assertThat(cache.get(Topic.parse("t/" + i)).getName()).isEqualTo("t/" + i);
            }
        }
    }
}
