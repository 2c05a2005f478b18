package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Notice;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.smf.ManagerNotices;
import dev.usher.entitlements.smf.ManagerSession;
import dev.usher.entitlements.smf.ManagerSubscriptions;
import dev.usher.topics.TopicFilter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices reach the seat's client, of either protocol, as plain JSON. */
class ManagerNoticesIT {
    private static final Instant AT = Instant.parse("2026-05-04T10:00:00Z");

    private final List<Boolean> counted = new CopyOnWriteArrayList<>();
    private Bench bench;
    private ManagerSession session;
    private ManagerNotices notices;

    @BeforeEach
    void open() {
        bench = new Bench(BrokerKind.DEFAULT);
        session = bench.manager("manager", ManagerSession.Duty.SUBSCRIBE);
        notices = new ManagerNotices(session, counted::add);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Notice notice(Notice.Kind kind, Optional<Instant> at) {
        Seat seat = new Seat(
                "desk 7/ä", new UserOnBroker("alice", "local", "alice"), new ClientRef.Mqtt("desk"), Instant.EPOCH);
        return new Notice(kind, seat, "für alle", List.of(TopicFilter.parse("US/NASDAQ/>")), at);
    }

    private void inject(Connection client, Notice notice) {
        Subscriptions gateway = new ManagerSubscriptions(bench.vertx(), session, Duration.ofSeconds(5));
        assertThat(get(gateway.add(client, notice.seat().noticeTopic()))).isEqualTo(new Outcome.Done());
    }

    @Test
    void anMqttClientReadsPlainJson() {
        Notice notice = notice(Notice.Kind.RECONNECT_NEEDED, Optional.of(AT));
        MqttTarget alice = bench.mqtt("alice", "desk", true);
        inject(bench.connection("mqtt", "desk"), notice);

        get(notices.publish(notice));

        String received = alice.next();
        String topic = notice.seat().noticeTopic().toMqtt();
        assertThat(received).startsWith(topic + " {").startsWith("usher/notice/");
        assertThat(new JsonObject(received.substring(topic.length() + 1)))
                .isEqualTo(new JsonObject()
                        .put("kind", "reconnect-needed")
                        .put("seat", "desk 7/ä")
                        .put("reason", "für alle")
                        .put("filters", new JsonArray().add("US/NASDAQ/>"))
                        .put("at", "2026-05-04T10:00:00Z"));
        assertThat(counted).containsExactly(true);
    }

    @Test
    void anSmfClientReadsItAsADirectMessageThatIsNeverReplaced() {
        Notice notice = notice(Notice.Kind.GRANTED, Optional.empty());
        SmfTarget alice = bench.smf("alice", "desk");
        inject(bench.connection("smf", "desk"), notice);

        get(notices.publish(notice));

        BytesXMLMessage message = alice.message();
        assertThat(message.getDeliveryMode()).isEqualTo(DeliveryMode.DIRECT);
        assertThat(message.getTimeToLive()).isZero();
        byte[] payload = new byte[message.getAttachmentByteBuffer().remaining()];
        message.getAttachmentByteBuffer().get(payload);
        JsonObject json = new JsonObject(Buffer.buffer(payload));
        assertThat(json.getString("kind")).isEqualTo("granted");
        assertThat(json.containsKey("at")).isFalse();
        assertThat(bench.broker().received("usher/>").get(0).elidingEligible()).isFalse();
    }

    @Test
    void withoutAConnectionItIsDroppedAndCounted() {
        bench.broker().close();
        await().until(() -> session.trouble().isPresent());

        get(notices.publish(notice(Notice.Kind.REMOVED, Optional.of(AT))));

        assertThat(counted).containsExactly(false);
    }
}
