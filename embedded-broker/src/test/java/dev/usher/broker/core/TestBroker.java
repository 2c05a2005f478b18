package dev.usher.broker.core;

import dev.usher.broker.switches.BrokerSwitches;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A core with recording ports and a clock that stands still. Users: alice, bob, manager; each password is the name. */
final class TestBroker {

    /** What one connection saw. */
    static final class Port implements ClientPort {
        final List<String> received = new ArrayList<>();
        final List<String> disconnects = new ArrayList<>();
        /** QoS 1, as {@code 7:topic=text}, duplicates as {@code 7!:topic=text}. */
        final List<String> guaranteed = new ArrayList<>();

        boolean full;

        @Override
        public int deliver(Message message) {
            if (full) {
                return 1;
            }
            received.add(message.topic() + "=" + new String(message.payload(), StandardCharsets.UTF_8));
            return 0;
        }

        @Override
        public void deliverGuaranteed(Message message, int packetId, boolean duplicate) {
            String text = new String(message.payload(), StandardCharsets.UTF_8);
            guaranteed.add(packetId + (duplicate ? "!:" : ":") + message.topic() + "=" + text);
        }

        @Override
        public void disconnect(String reason) {
            disconnects.add(reason);
        }
    }

    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    final VpnState vpn;
    final BrokerCore core;
    private final Map<Client, Port> ports = new HashMap<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    TestBroker() {
        this(BrokerSwitches.defaults());
    }

    TestBroker(BrokerSwitches switches) {
        vpn = new VpnState("default", switches);
        core = new BrokerCore(vpn, switches, new TestClock());
        for (String name : List.of("alice", "bob", "manager")) {
            vpn.clientUsernames()
                    .create(ClientUsername.of(
                            name,
                            u -> u.withEnabled(true)
                                    .withPassword(Password.of(name))
                                    .withSubscriptionManager(name.equals("manager"))));
        }
    }

    void advanceMillis(long millis) {
        now = now.plusMillis(millis);
        core.tick();
    }

    LoginResult tryLogin(Protocol protocol, String username, String password, String clientName, Port port) {
        return tryLogin(protocol, username, password, clientName, true, port);
    }

    private LoginResult tryLogin(
            Protocol protocol, String username, String password, String clientName, boolean clean, Port port) {
        return core.login(
                new LoginRequest(protocol, username, password, clientName, "", "127.0.0.1:50000", "", "", "", clean),
                port);
    }

    Client login(String username, String clientName) {
        return login(Protocol.SMF, username, clientName);
    }

    Client login(Protocol protocol, String username, String clientName) {
        return login(protocol, username, clientName, true);
    }

    /** An MQTT client with clean session false. */
    Client loginDurable(String username, String clientId) {
        return login(Protocol.MQTT, username, clientId, false);
    }

    private Client login(Protocol protocol, String username, String clientName, boolean clean) {
        Port port = new Port();
        Client client = tryLogin(protocol, username, username, clientName, clean, port)
                .fold(c -> c, refused -> {
                    throw new AssertionError("refused: " + refused);
                });
        ports.put(client, port);
        return client;
    }

    LoginRefusal durableRefusal(String username, String clientId) {
        return tryLogin(Protocol.MQTT, username, username, clientId, false, new Port())
                .fold(c -> null, refused -> refused);
    }

    Port port(Client client) {
        return ports.get(client);
    }

    LoginRefusal refusal(Protocol protocol, String username, String password, String clientName) {
        return tryLogin(protocol, username, password, clientName, new Port()).fold(c -> null, refused -> refused);
    }

    static Message message(String topic, String text) {
        return Message.of(topic, text.getBytes(StandardCharsets.UTF_8));
    }

    static Message guaranteed(String topic, String text) {
        return Message.of(topic, text.getBytes(StandardCharsets.UTF_8), false, true);
    }

    static Message elidable(String topic, String text) {
        return Message.of(topic, text.getBytes(StandardCharsets.UTF_8), true, false);
    }

    /** Texts of a client's subscriptions without its inbox. */
    static List<String> texts(Client client) {
        return client.subscriptions().stream()
                .filter(s -> s.origin() != Subscription.Origin.BROKER)
                .map(Subscription::text)
                .toList();
    }
}
