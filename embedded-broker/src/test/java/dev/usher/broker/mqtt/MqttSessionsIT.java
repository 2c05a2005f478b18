package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.core.MqttSession;
import dev.usher.broker.mqtt.RawMqtt.Packet;
import org.junit.jupiter.api.Test;

/** Durable sessions and QoS 1 and 2, as they look on the wire (MQTT 3.1.1, 3.1.2.4 and 4.3). */
class MqttSessionsIT extends MqttFrontSetup {
    private static final int PUBREC = 5;
    private static final int PUBCOMP = 7;

    private MqttSession session(String clientId) {
        return core.mqttSessions().get(clientId);
    }

    private static void expectGuaranteed(RawMqtt client, int packetId, boolean duplicate, String payload)
            throws Exception {
        Packet packet = client.next();
        assertThat(packet.type()).isEqualTo(PUBLISH);
        assertThat(packet.qos()).isEqualTo(1);
        assertThat(packet.packetId()).isEqualTo(packetId);
        assertThat(packet.duplicate()).isEqualTo(duplicate);
        assertThat(packet.payload()).isEqualTo(payload);
    }

    private static void expectNothingMore(RawMqtt client) throws Exception {
        client.send(RawMqtt.pingreq());
        assertThat(client.next().type()).isEqualTo(PINGRESP);
    }

    private static void publishAndAwait(RawMqtt publisher, String topic, String payload) throws Exception {
        publisher.send(RawMqtt.publish(1, 9, topic, payload));
        Packet ack = publisher.next();
        assertThat(ack.type()).isEqualTo(PUBACK);
        assertThat(ack.packetId()).isEqualTo(9);
    }

    @Test
    void grantsAtMostQos1() throws Exception {
        RawMqtt client = connected("c1", "bob");
        expectSuback(client.send(RawMqtt.subscribe(0, 1, "a")), 1, 0);
        expectSuback(client.send(RawMqtt.subscribe(1, 2, "b")), 2, 1);
        expectSuback(client.send(RawMqtt.subscribe(2, 3, "c")), 3, 1);
        expectSuback(client.send(RawMqtt.subscribe(1, 4, "a/#/b")), 4, 0x80);
    }

    @Test
    void aCleanSessionGetsQos1AndAcknowledges() throws Exception {
        RawMqtt reader = connected("reader", "bob").send(RawMqtt.subscribe(1, 1, "a"));
        expectSuback(reader, 1, 1);
        RawMqtt publisher = connected("publisher", "bob");
        publishAndAwait(publisher, "a", "x");
        expectGuaranteed(reader, 1, false, "x");
        assertThat(session("reader").status().queue().inFlight()).isEqualTo(1);
        reader.send(RawMqtt.puback(1));
        await().until(() -> session("reader").status().queue().messages() == 0);
        publisher.send(RawMqtt.publish("a", "y"));
        expectMessage(reader, "a", "y");
    }

    @Test
    void aDurableSessionGetsWhatItMissedAndWhatItDidNotAcknowledge() throws Exception {
        RawMqtt publisher = connected("publisher", "bob");
        RawMqtt first = connectedDurably("dev", "bob", false).send(RawMqtt.subscribe(1, 1, "one"));
        expectSuback(first, 1, 1);
        expectSuback(first.send(RawMqtt.subscribe(0, 2, "zero")), 2, 0);
        publishAndAwait(publisher, "one", "a");
        expectGuaranteed(first, 1, false, "a");
        first.close();
        await().until(() -> core.mqttClient("dev").isEmpty());
        publishAndAwait(publisher, "zero", "lost");
        publishAndAwait(publisher, "one", "b");

        RawMqtt second = connectedDurably("dev", "bob", true);
        expectGuaranteed(second, 1, true, "a");
        expectGuaranteed(second, 2, false, "b");
        second.send(RawMqtt.puback(1)).send(RawMqtt.puback(2)).send(RawMqtt.puback(77));
        await().until(() -> session("dev").status().queue().messages() == 0);
        second.send(RawMqtt.disconnect()).awaitClosed();

        RawMqtt third = connectedDurably("dev", "bob", true);
        expectNothingMore(third);
        publisher.send(RawMqtt.publish("zero", "live"));
        expectMessage(third, "zero", "live");
    }

    @Test
    void anotherConnectionTakesADurableSessionOver() throws Exception {
        RawMqtt first = connectedDurably("dev", "bob", false).send(RawMqtt.subscribe(1, 1, "a"));
        expectSuback(first, 1, 1);
        RawMqtt second = connectedDurably("dev", "bob", true);
        first.awaitClosed();
        publishAndAwait(connected("publisher", "bob"), "a", "x");
        expectGuaranteed(second, 1, false, "x");
        assertThat(core.mqttSessions().all()).hasSize(2);
    }

    @Test
    void aCleanConnectDiscardsTheSession() throws Exception {
        RawMqtt first = connectedDurably("dev", "bob", false).send(RawMqtt.subscribe(1, 1, "a"));
        expectSuback(first, 1, 1);
        first.send(RawMqtt.disconnect()).awaitClosed();
        publishAndAwait(connected("publisher", "bob"), "a", "x");
        RawMqtt clean = connected("dev", "bob");
        expectNothingMore(clean);
        clean.send(RawMqtt.disconnect()).awaitClosed();
        await().until(() -> core.mqttSessions().find("dev").isEmpty());
        connectedDurably("dev", "bob", false);
    }

    @Test
    void refusesAStrangerAndADisabledSession() throws Exception {
        connectedDurably("dev", "bob", false).send(RawMqtt.disconnect()).awaitClosed();
        RawMqtt stranger = open().send(RawMqtt.connectDurable("dev", "alice", "alice-password"));
        expectConnack(stranger, 5);
        stranger.awaitClosed();
        core.mqttSessions().update("dev", s -> s.withEnabled(false));
        RawMqtt owner = open().send(RawMqtt.connectDurable("dev", "bob", "bob-password"));
        expectConnack(owner, 3);
        owner.awaitClosed();
    }

    @Test
    void aQos2MessageIsPublishedOnce() throws Exception {
        RawMqtt reader = connected("reader", "bob").send(RawMqtt.subscribe(1, 1, "a"));
        expectSuback(reader, 1, 1);
        RawMqtt publisher = connected("publisher", "bob");
        publisher.send(RawMqtt.publish(2, 5, "a", "x")).send(RawMqtt.publish(2, 5, true, "a", "x"));
        for (int i = 0; i < 2; i++) {
            Packet received = publisher.next();
            assertThat(received.type()).isEqualTo(PUBREC);
            assertThat(received.packetId()).isEqualTo(5);
        }
        publisher.send(RawMqtt.pubrel(5));
        assertThat(publisher.next().type()).isEqualTo(PUBCOMP);
        publisher.send(RawMqtt.publish(2, 5, "a", "y"));
        expectGuaranteed(reader, 1, false, "x");
        expectGuaranteed(reader, 2, false, "y");
        expectNothingMore(reader);
    }

    @Test
    void whatTheAclRefusesIsAcknowledgedAndGoesNowhere() throws Exception {
        RawMqtt reader = connected("reader", "bob").send(RawMqtt.subscribe(1, 1, "#"));
        expectSuback(reader, 1, 1);
        RawMqtt alice = connected("alice", "alice");
        publishAndAwait(alice, "other/topic", "x");
        alice.send(RawMqtt.publish(2, 8, "other/topic", "x"));
        assertThat(alice.next().type()).isEqualTo(PUBREC);
        expectNothingMore(reader);
        assertThat(core.mqttClient("alice").orElseThrow().received().refused()).isEqualTo(2);
    }

    @Test
    void aClientThatDoesNotAcknowledgeGetsNoMoreThanTheLimit() throws Exception {
        RawMqtt reader = connectedDurably("dev", "bob", false).send(RawMqtt.subscribe(1, 1, "a"));
        expectSuback(reader, 1, 1);
        core.mqttSessions().update("dev", s -> s.withMaxUnacknowledged(1));
        RawMqtt publisher = connected("publisher", "bob");
        publishAndAwait(publisher, "a", "x");
        publishAndAwait(publisher, "a", "y");
        expectGuaranteed(reader, 1, false, "x");
        expectNothingMore(reader);
        reader.send(RawMqtt.puback(1));
        expectGuaranteed(reader, 2, false, "y");
    }
}
