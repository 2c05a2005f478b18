package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MqttPacketCounts;
import dev.usher.broker.core.MqttPacketKind;
import dev.usher.broker.core.SubscriptionEventMode;
import dev.usher.broker.mqtt.RawMqtt.Packet;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttWebSocketFrontIT extends MqttFrontSetup {

    @Test
    void negotiatesTheSubprotocolAndNoCompression() throws Exception {
        RawMqtt client = connected("c1", "bob");
        assertThat(client.subProtocol()).isEqualTo("mqtt");
        assertThat(client.header("sec-websocket-extensions")).isNull();
    }

    @Test
    void aVersionThatIsNotServedIsRefusedAtTheHandshake() throws Exception {
        for (List<String> offered : List.of(List.of("mqttv3.1"), List.of("mqttv3.1", "smf.solacesystems.com"))) {
            assertThatThrownBy(() -> RawMqtt.open(vertx, port, "/", offered))
                    .as("%s", offered)
                    .hasRootCauseMessage("WebSocket upgrade failure: 400");
        }
        RawMqtt client = RawMqtt.open(vertx, port, "/", List.of("mqttv3.1", "mqtt"));
        assertThat(client.subProtocol()).isEqualTo("mqtt");
        client.close();
    }

    @Test
    void theClientNameHoldsTheClientIdAndANumberThatGrows() throws Exception {
        connected("c1", "bob").send(RawMqtt.disconnect()).awaitClosed();
        String first = "#mqtt/c1/1";
        connected("c1", "bob");
        assertThat(core.mqttClient("c1").orElseThrow().name())
                .startsWith("#mqtt/c1/")
                .isNotEqualTo(first);
        assertThat(core.client(first)).isEmpty();
    }

    @Test
    void refusesWrongCredentialsAndDisabledUsernames() throws Exception {
        RawMqtt wrong = open().send(RawMqtt.connect("c1", "bob", "no"));
        expectConnack(wrong, 4);
        wrong.awaitClosed();
        RawMqtt disabled = open().send(RawMqtt.connect("c1", "off", "off-password"));
        expectConnack(disabled, 5);
        disabled.awaitClosed();
        assertThat(core.clients()).isEmpty();
    }

    @Test
    void aDurableSessionNeedsAClientId() throws Exception {
        RawMqtt nameless = open().send(RawMqtt.connectDurable("", "bob", "bob-password"));
        expectConnack(nameless, 2);
        assertThat(core.clients()).isEmpty();
    }

    @Test
    void mintsAClientIdWhenThereIsNone() throws Exception {
        connected("", "bob");
        connected("", "bob");
        assertThat(core.clients())
                .hasSize(2)
                .allMatch(c -> c.mqttClientId().orElse("").startsWith("auto-"));
    }

    @Test
    void deliversWhatIsSubscribed() throws Exception {
        RawMqtt reader = connected("reader", "bob").send(RawMqtt.subscribe(7, "US/+/AAPL", "EU/#"));
        expectSuback(reader, 7, 0, 0);
        RawMqtt writer = connected("writer", "bob");
        writer.send(RawMqtt.publish("US/NASDAQ/GME", "not this"));
        writer.send(RawMqtt.publish("US/NASDAQ/AAPL", "1"));
        writer.send(RawMqtt.publish("EU", "2"));
        expectMessage(reader, "US/NASDAQ/AAPL", "1");
        expectMessage(reader, "EU", "2");
    }

    @Test
    void wildcardCharactersInAPublishedTopicAreCharacters() throws Exception {
        RawMqtt reader = connected("reader", "bob").send(RawMqtt.subscribe(7, "t/#"));
        expectSuback(reader, 7, 0);
        RawMqtt writer = connected("writer", "bob");
        writer.send(RawMqtt.publish("t/+/#", "plain")).send(RawMqtt.publish("t/end", "end"));
        expectMessage(reader, "t/+/#", "plain");
        expectMessage(reader, "t/end", "end");
    }

    @Test
    void refusesWhatTheAclDoesNotCoverAndLeavesNoTrace() throws Exception {
        RawMqtt alice = connected("alice", "alice")
                .send(RawMqtt.subscribe(1, "US/NYSE/#", "#", "US/NASDAQ/#", "US/NASDAQ/+/#", "a/#/b"));
        // "US/NASDAQ/#" also matches its parent, which the exception "US/NASDAQ/>" does not cover.
        expectSuback(alice, 1, 0x80, 0x80, 0x80, 0, 0x80);
        assertThat(table("alice")).containsExactly("US/NASDAQ/+/#");
    }

    @Test
    void grantsASubscriptionTwiceAndDeliversOnce() throws Exception {
        RawMqtt reader =
                connected("reader", "bob").send(RawMqtt.subscribe(1, "a/b")).send(RawMqtt.subscribe(2, "a/b"));
        expectSuback(reader, 1, 0);
        expectSuback(reader, 2, 0);
        reader.send(RawMqtt.publish("a/b", "once")).send(RawMqtt.pingreq());
        expectMessage(reader, "a/b", "once");
        assertThat(reader.next().type()).isEqualTo(PINGRESP);
    }

    @Test
    void unsubscribes() throws Exception {
        RawMqtt reader = connected("reader", "bob").send(RawMqtt.subscribe(1, "a/b"));
        expectSuback(reader, 1, 0);
        reader.send(RawMqtt.unsubscribe(2, "a/b"));
        assertThat(reader.next().type()).isEqualTo(UNSUBACK);
        assertThat(table("reader")).isEmpty();
    }

    @Test
    void tellsTheClientItsNameWhateverItsAclAndSubscribesToNothing() throws Exception {
        RawMqtt alice = connected("alice", "alice").send(RawMqtt.subscribe(1, "$SYS/client/client-name"));
        expectSuback(alice, 1, 0);
        expectMessage(
                alice,
                "$SYS/client/client-name",
                core.mqttClient("alice").orElseThrow().name());
        assertThat(table("alice")).isEmpty();
    }

    @Test
    void packetsMaySpanFramesAndAFrameMayHoldMany() throws Exception {
        RawMqtt client = open();
        for (byte b : RawMqtt.connect("c1", "bob", "bob-password")) {
            client.send(new byte[] {b});
        }
        expectConnack(client, 0);
        byte[] subscribe = RawMqtt.subscribe(1, "a");
        byte[] publish = RawMqtt.publish("a", "x");
        byte[] both = Arrays.copyOf(subscribe, subscribe.length + publish.length);
        System.arraycopy(publish, 0, both, subscribe.length, publish.length);
        client.send(both);
        expectSuback(client, 1, 0);
        expectMessage(client, "a", "x");
    }

    @Test
    void aNewConnectionOfTheSameClientIdTakesOver() throws Exception {
        RawMqtt first = connected("c1", "bob");
        RawMqtt second = connected("c1", "bob");
        first.awaitClosed();
        second.send(RawMqtt.pingreq());
        assertThat(second.next().type()).isEqualTo(PINGRESP);
        assertThat(core.clients()).hasSize(1);
    }

    @Test
    void publishesTheWillWhenTheConnectionIsLostOrCutButNotAfterDisconnect() throws Exception {
        RawMqtt watcher = connected("watcher", "bob").send(RawMqtt.subscribe(1, "#"));
        expectSuback(watcher, 1, 0);
        RawMqtt polite = open().send(RawMqtt.connect("p", "alice", "alice-password", true, 0, "wills/p", "gone"));
        expectConnack(polite, 0);
        polite.send(RawMqtt.disconnect()).awaitClosed();
        RawMqtt denied = open().send(RawMqtt.connect("d", "alice", "alice-password", true, 0, "other/d", "gone"));
        expectConnack(denied, 0);
        denied.close();
        await().until(() -> core.mqttClient("d").isEmpty());
        RawMqtt lost = open().send(RawMqtt.connect("l", "alice", "alice-password", true, 0, "wills/l", "gone"));
        expectConnack(lost, 0);
        lost.close();
        expectMessage(watcher, "wills/l", "gone");
        RawMqtt kicked = open().send(RawMqtt.connect("k", "alice", "alice-password", true, 0, "wills/k", "gone"));
        expectConnack(kicked, 0);
        core.mqttClient("k").orElseThrow().kick("test");
        expectMessage(watcher, "wills/k", "gone");
    }

    @Test
    void closesAClientThatIsSilentForOneAndAHalfKeepAlives() throws Exception {
        RawMqtt client = open().send(RawMqtt.connect("c1", "bob", "bob-password", true, 1, null, null));
        expectConnack(client, 0);
        long start = System.nanoTime();
        client.awaitClosed();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(1_000);
        assertThat(core.clients()).isEmpty();
    }

    @Test
    void closesAConnectionWithoutAConnect() throws Exception {
        Listener hasty = new MqttFront(vertx, core, Duration.ofMillis(50)).webSocket(Binding.plain("127.0.0.1", 0));
        try {
            RawMqtt.open(vertx, done(hasty.listen()), "/").awaitClosed();
        } finally {
            done(hasty.close());
        }
    }

    @Test
    void aVpnThatIsFullOrUnavailableIsNoServer() throws Exception {
        core.vpn().updateSettings(s -> s.withMaxConnectionCount(1));
        RawMqtt first = connected("c1", "bob");
        RawMqtt second = open().send(RawMqtt.connect("c2", "bob", "bob-password"));
        expectConnack(second, 3);
        second.awaitClosed();
        core.vpn().updateSettings(s -> s.withEnabled(false));
        first.awaitClosed();
        RawMqtt late = open().send(RawMqtt.connect("c3", "bob", "bob-password"));
        expectConnack(late, 3);
        late.awaitClosed();
        assertThat(core.clients()).isEmpty();
    }

    @Test
    void aKickedClientIsCutOff() throws Exception {
        RawMqtt client = connected("c1", "bob");
        core.mqttClient("c1").orElseThrow().kick("test");
        client.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "300000", // SUBSCRIBE without a topic, as PUBLISH
                "80020001", // SUBSCRIBE with wrong flags
                "82020001", // SUBSCRIBE without a filter
                "f000", // reserved type
                "10ffffffff7f", // endless length
                "5002000a", // PUBREC out of the blue
                "6002000a" // PUBREL with wrong flags
            })
    void malformedInputClosesThatConnectionOnly(String hex) throws Exception {
        RawMqtt bystander = connected("bystander", "bob");
        RawMqtt client = connected("c1", "bob");
        client.send(HexFormat.of().parseHex(hex)).awaitClosed();
        bystander.send(RawMqtt.pingreq());
        assertThat(bystander.next().type()).isEqualTo(PINGRESP);
        assertThat(core.clients()).hasSize(1);
    }

    @Test
    void closesOnTextFramesOnTopicsOutOfLimitsAndBeforeConnect() throws Exception {
        connected("text", "bob").sendText("hello").awaitClosed();
        connected("long", "bob").send(RawMqtt.publish("a".repeat(251), "x")).awaitClosed();
        connected("deep", "bob")
                .send(RawMqtt.subscribe(1, "a/".repeat(128) + "a"))
                .awaitClosed();
        open().send(RawMqtt.pingreq()).awaitClosed();
        await().until(() -> core.clients().isEmpty());
    }

    @Test
    void speaksNoOtherVersionOfMqtt() throws Exception {
        byte[] old = RawMqtt.connect("c1", "bob", "bob-password");
        old[8] = 3;
        RawMqtt client = open().send(old);
        client.awaitClosed();
        byte[] five = RawMqtt.packet(0x10, Buffer.buffer(HexFormat.of().parseHex("00044d515454050200000000026331")));
        RawMqtt newer = open().send(five);
        Packet refused = newer.next();
        assertThat(refused.type()).isEqualTo(CONNACK);
        assertThat(refused.body()).containsExactly(0, 0x84, 0);
        newer.awaitClosed();
    }

    @Test
    void aSlowReaderLosesMessagesAndTheyAreCounted() throws Exception {
        core.vpn().clientProfiles().create(ClientProfile.created("tiny").withDirectQueue(1, 2, 2));
        core.vpn().clientUsernames().update("bob", u -> u.withClientProfile("tiny"));
        RawMqtt reader = connected("reader", "bob").send(RawMqtt.subscribe(1, "a"));
        expectSuback(reader, 1, 0);
        Client client = core.mqttClient("reader").orElseThrow();
        Message message = Message.of("a", new byte[10]);
        await().until(() -> {
            for (int i = 0; i < 1_000; i++) {
                client.publish(message);
            }
            return client.discarded() > 0;
        });
        assertThat(client.delivered()).isPositive();
        reader.send(RawMqtt.pingreq());
        Packet packet = reader.next();
        int received = 0;
        while (packet.type() == PUBLISH) {
            received++;
            packet = reader.next();
        }
        assertThat((long) received).isEqualTo(client.delivered());
    }

    @Test
    void eventsReachMqttClientsBelowSys() throws Exception {
        core.vpn()
                .updateSettings(s -> s.withEventFormats(false, true)
                        .withClientEvents(true)
                        .withSubscriptionEvents(SubscriptionEventMode.V2));
        RawMqtt watcher = connected("watcher", "bob");
        watcher.send(RawMqtt.subscribe(1, "$SYS/LOG/INFO/CLIENT/#", "$SYS/LOG/INFO/SUB/+/ADD/default/#"));
        // The event of the second of its subscriptions may come before the SUBACK.
        Packet first = watcher.next();
        Packet second = watcher.next();
        assertThat(List.of(first.type(), second.type())).containsExactlyInAnyOrder(SUBACK, PUBLISH);
        RawMqtt dev = connected("dev", "bob");
        String name = core.mqttClient("dev").orElseThrow().name();
        dev.send(RawMqtt.subscribe(1, "a/b"));
        Packet connect = watcher.next();
        assertThat(connect.topic())
                .isEqualTo("$SYS/LOG/INFO/CLIENT/" + core.router() + "/CLIENT_CLIENT_CONNECT/default/" + name);
        expectMessage(
                watcher,
                "$SYS/LOG/INFO/SUB/" + core.router() + "/ADD/default/" + name + "/a/b",
                core.router() + " default " + name + " SUBSCRIPTION_ADD a/b bob "
                        + core.mqttClient("dev").orElseThrow().address() + "\0");
    }

    @Test
    void packetsAreCountedForTheClientAndItsSession() throws Exception {
        RawMqtt bob = connectedDurably("dev", "bob", false);
        bob.send(RawMqtt.subscribe(1, 1, "q1/#"));
        expectSuback(bob, 1, 1);
        bob.send(RawMqtt.subscribe(2, "$share/g/a"));
        expectSuback(bob, 2, 0x80);
        bob.send(RawMqtt.publish("q1/a", "x"));
        assertThat(bob.next().type()).isEqualTo(PUBLISH);
        bob.send(RawMqtt.publish(1, 3, "q1/b", "x"));
        assertThat(List.of(bob.next().type(), bob.next().type())).containsExactlyInAnyOrder(PUBLISH, PUBACK);
        bob.send(RawMqtt.puback(1));
        bob.send(RawMqtt.publish(2, 4, "nobody", "x"));
        bob.next();
        bob.send(RawMqtt.pubrel(4));
        bob.next();
        bob.send(RawMqtt.unsubscribe(5, "q1/#"));
        assertThat(bob.next().type()).isEqualTo(UNSUBACK);
        bob.send(RawMqtt.pingreq());
        assertThat(bob.next().type()).isEqualTo(PINGRESP);
        MqttPacketCounts counts = core.mqttClient("dev").orElseThrow().mqttPackets();
        for (MqttPacketKind kind : MqttPacketKind.values()) {
            long expected = switch (kind) {
                case DISCONNECT -> 0;
                case SUBSCRIBE -> 2;
                default -> 1;
            };
            assertThat(counts.of(kind)).as(kind.sempName()).isEqualTo(expected);
        }
        bob.send(RawMqtt.disconnect());
        bob.awaitClosed();
        connectedDurably("dev", "bob", true).send(RawMqtt.pingreq()).next();
        MqttPacketCounts session = core.mqttSessions().get("dev").mqttPackets();
        assertThat(session.of(MqttPacketKind.CONNECT)).isEqualTo(2);
        assertThat(session.of(MqttPacketKind.DISCONNECT)).isEqualTo(1);
        assertThat(core.mqttClient("dev").orElseThrow().mqttPackets().of(MqttPacketKind.CONNECT))
                .isEqualTo(1);
    }
}
