package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.Topic;
import dev.usher.bridge.core.TestEvents;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DirectMessageTest {

    private final TestEvents events = new TestEvents();

    @Test
    void oneMessageIsFilledAnewForEachEvent() throws Exception {
        DirectMessage message = new DirectMessage();
        message.fill(events.next());
        BytesMessage second = message.fill(events.next());

        assertThat(new String(second.getData(), StandardCharsets.UTF_8)).isEqualTo("{\"s\":\"S1\"}");
        assertThat(second.getDeliveryMode()).isEqualTo(DeliveryMode.DIRECT);
        assertThat(second.isElidingEligible()).isTrue();
        assertThat(second.getProperties().getLong("k_offset")).isEqualTo(1);
        assertThat(second.getProperties().keySet())
                .containsExactlyInAnyOrder("k_topic", "k_partition", "k_offset", "k_timestamp");
    }

    @Test
    void topicsAreReusedAndTheCacheIsBounded() {
        TopicCache cache = new TopicCache(2);
        Topic a = cache.get("a");
        cache.get("b");
        assertThat(cache.get("a")).isSameAs(a);
        cache.get("c");
        assertThat(cache.get("a")).as("used after b").isSameAs(a);
        assertThat(cache.cached()).isEqualTo(2);
    }
}
