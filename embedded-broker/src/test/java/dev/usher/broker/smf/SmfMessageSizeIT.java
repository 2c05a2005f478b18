package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Message;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages that are too large, and of those that are just not. */
class SmfMessageSizeIT {

    private static final int GUARANTEED = 2_000;
    private static final int DIRECT = 3_000;

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedBroker broker = EmbeddedBroker.builder()
            .user("alice", "alice")
            .maxMessageSize(GUARANTEED, DIRECT)
            .start();

    @AfterEach
    void stop() {
        broker.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private RawSmf raw() throws Exception {
        return RawSmf.open(vertx, broker.smfWebSocketUri()).loggedIn("alice", "raw");
    }

    @Test
    void clientsLearnTheLimits() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "alice", "publisher")) {
            assertThat(alice.session().getCapability(CapabilityType.MAX_GUARANTEED_MSG_SIZE))
                    .hasToString("2000");
            assertThat(alice.session().getCapability(CapabilityType.MAX_DIRECT_MSG_SIZE))
                    .hasToString("3000");
        }
    }

    @Test
    void ofGuaranteedMessagesTheTooLargeIsRefusedAndTheNextOneTaken() throws Exception {
        try (RawSmf client = raw()) {
            client.send(SmfGuaranteedIT.open(3, "", 50));
            long flow = SmfGuaranteedIT.said(client).flowId();
            client.send(
                    SmfGuaranteedIT.message(flow, 1, 0, "t/1", "x".repeat(GUARANTEED)),
                    SmfGuaranteedIT.message(flow, 2, 1, "t/2", "x".repeat(GUARANTEED + 1)),
                    SmfGuaranteedIT.message(flow, 3, 2, "t/3", "x"));

            assertThat(SmfGuaranteedIT.said(client)).satisfies(ack -> {
                assertThat(ack.code()).isEqualTo(200);
                assertThat(ack.id()).isEqualTo(1);
            });
            SmfFrame nack = client.next();
            assertThat(new String(nack.bytes(), StandardCharsets.ISO_8859_1)).contains("Document Is Too Large");
            assertThat(AssuredMessages.parse(nack).lastAcked()).isEqualTo(2);
            assertThat(SmfGuaranteedIT.said(client).id()).isEqualTo(3);
            assertThat(broker.received(">")).extracting(Message::topic).containsExactly("t/1", "t/3");
        }
    }

    @Test
    void ofDirectMessagesTheTooLargeIsRefusedAndTheConnectionStays() throws Exception {
        try (RawSmf client = raw()) {
            client.send(direct("t/1", DIRECT), direct("t/2", DIRECT + 1), direct("t/3", 1), RawSmf.keepAlive());
            SmfFrame refusal = client.next();
            assertThat(refusal.protocol()).isEqualTo(SmfFrame.TR_MSG);
            assertThat(new String(refusal.bytes(), StandardCharsets.ISO_8859_1)).contains("Document Is Too Large");
            assertThat(client.next().protocol()).isEqualTo(SmfFrame.KEEP_ALIVE);
            assertThat(broker.received(">")).extracting(Message::topic).containsExactly("t/1", "t/3");
        }
    }

    private static byte[] direct(String topic, int size) {
        byte[] name = new ByteWriter(16).string(topic).toBytes();
        byte[] parameters =
                new ByteWriter(16).u8(0x98).u8(2 + name.length).raw(name).toBytes();
        return SmfFrame.of(SmfFrame.TR_MSG, parameters, new byte[size]);
    }

    /** A direct one goes out all the same. */
    @Test
    void jcsmpItselfRefusesAGuaranteedMessageAboveTheLimitItLearnt() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "alice", "publisher")) {
            assertThatThrownBy(
                            () -> alice.publish("t", "x".repeat(GUARANTEED + 1), DeliveryMode.PERSISTENT, false, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("message size exceeded");
        }
    }

    @Test
    void jcsmpUnderstandsTheRefusalOfADirectMessage() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "alice", "publisher")) {
            alice.publish("t", "x".repeat(DIRECT + 1), DeliveryMode.DIRECT, false, null);
            assertThat(alice.publishErrors().poll(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            JCSMPErrorResponseException.class,
                            e -> assertThat(e.getSubcodeEx()).isEqualTo(JCSMPErrorResponseSubcodeEx.MESSAGE_TOO_LARGE));
            alice.publish("next", "x", DeliveryMode.DIRECT, false, null);
            broker.awaitReceived("next", 1);
            assertThat(broker.received("t")).isEmpty();
        }
    }
}
