package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Password;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.mqtt.RawMqtt.Packet;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A front with a core behind it. Users alice (fenced in), bob, and off (disabled); passwords are {@code <name>-password}. */
abstract class MqttFrontSetup {
    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int PINGRESP = 13;

    private final List<RawMqtt> opened = new ArrayList<>();
    Vertx vertx;
    BrokerCore core;
    private Listener front;
    int port;

    @BeforeEach
    void start() throws Exception {
        VpnState vpn = new VpnState("default", BrokerSwitches.defaults());
        vpn.clientUsernames().update("default", u -> u.withEnabled(false));
        vpn.aclProfiles()
                .create(AclProfile.created("fenced")
                        .withConnect(Action.ALLOW)
                        .plus(AclProfile.Kind.SUBSCRIBE, AclExemption.smf("US/NASDAQ/>"))
                        .plus(AclProfile.Kind.PUBLISH, AclExemption.smf("wills/>")));
        for (String name : List.of("alice", "bob", "off")) {
            vpn.clientUsernames()
                    .create(ClientUsername.created(name)
                            .withPassword(Password.of(name + "-password"))
                            .withEnabled(!name.equals("off"))
                            .withAclProfile(name.equals("alice") ? "fenced" : "default"));
        }
        core = new BrokerCore(vpn, BrokerSwitches.defaults(), Clock.systemUTC());
        vertx = Vertx.vertx();
        front = new MqttFront(vertx, core).webSocket(Binding.plain("127.0.0.1", 0));
        port = done(front.listen());
    }

    @AfterEach
    void stop() throws Exception {
        opened.forEach(RawMqtt::close);
        done(front.close());
        done(vertx.close());
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    RawMqtt open() throws Exception {
        RawMqtt client = RawMqtt.open(vertx, port, "/any/path");
        opened.add(client);
        return client;
    }

    RawMqtt connected(String clientId, String username) throws Exception {
        RawMqtt client = open();
        client.send(RawMqtt.connect(clientId, username, username + "-password"));
        expectConnack(client, 0);
        return client;
    }

    static void expectConnack(RawMqtt client, int code) throws Exception {
        Packet packet = client.next();
        assertThat(packet.type()).isEqualTo(CONNACK);
        assertThat(packet.body()).containsExactly(0, code);
    }

    RawMqtt connectedDurably(String clientId, String username, boolean sessionPresent) throws Exception {
        RawMqtt client = open().send(RawMqtt.connectDurable(clientId, username, username + "-password"));
        Packet packet = client.next();
        assertThat(packet.type()).isEqualTo(CONNACK);
        assertThat(packet.body()).containsExactly(sessionPresent ? 1 : 0, 0);
        return client;
    }

    static void expectSuback(RawMqtt client, int id, int... codes) throws Exception {
        Packet packet = client.next();
        assertThat(packet.type()).isEqualTo(SUBACK);
        assertThat(packet.body()[1]).isEqualTo((byte) id);
        byte[] expected = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            expected[i] = (byte) codes[i];
        }
        assertThat(Arrays.copyOfRange(packet.body(), 2, packet.body().length)).containsExactly(expected);
    }

    static void expectMessage(RawMqtt client, String topic, String payload) throws Exception {
        Packet packet = client.next();
        assertThat(packet.type()).isEqualTo(PUBLISH);
        assertThat(packet.topic()).isEqualTo(topic);
        assertThat(packet.payload()).isEqualTo(payload);
    }

    /** The filters in the table, without the broker's own. */
    List<String> table(String mqttClientId) {
        return core.mqttClient(mqttClientId).orElseThrow().subscriptions().stream()
                .filter(s -> s.origin() != Subscription.Origin.BROKER)
                .map(Subscription::text)
                .toList();
    }
}
