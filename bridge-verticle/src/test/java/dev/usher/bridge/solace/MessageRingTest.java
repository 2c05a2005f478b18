package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.User_Cos;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.TestEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MessageRingTest {

    private final MessageRing ring = new MessageRing();

    @Test
    void aMessageIsFilledAnewForEachEvent() {
        TestEvents direct = new TestEvents();
        TestEvents guaranteed = new TestEvents(new Delivery(
                Delivery.Mode.GUARANTEED,
                Delivery.Ordering.PIPELINED,
                false,
                Duration.ofSeconds(3),
                3,
                RecordProperties.NONE));
        OutboundEvent event = guaranteed.next();
        ring.fill(0, event);

        assertThat(ring.message(0).getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(ring.message(0).getCorrelationKey()).isSameAs(event);
        assertThat(ring.message(0).getTimeToLive()).isEqualTo(3000);
        assertThat(ring.message(0).getCos()).isEqualTo(User_Cos.USER_COS_3);
        assertThat(ring.message(0).isElidingEligible()).isFalse();

        direct.next();
        ring.fill(0, direct.next());

        assertThat(new String(ring.message(0).getData(), StandardCharsets.UTF_8))
                .isEqualTo("{\"s\":\"S1\"}");
        assertThat(ring.message(0).getDeliveryMode()).isEqualTo(DeliveryMode.DIRECT);
        assertThat(ring.message(0).getCorrelationKey()).isNull();
        assertThat(ring.message(0).getTimeToLive()).isZero();
        assertThat(ring.message(0).getCos()).isEqualTo(User_Cos.USER_COS_1);
        assertThat(ring.message(0).isElidingEligible()).isTrue();
    }

    @Test
    void userPropertiesCountForTheSize() {
        int without = ring.fill(0, new TestEvents(Delivery.direct(false, RecordProperties.NONE)).next());
        int with = ring.fill(0, new TestEvents().next());

        assertThat(with).isGreaterThan(without + "k_topick_partitionk_offsetk_timestamp".length());
    }
}
