package dev.usher.broker.fuzz;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientPort;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.LoginRequest;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Password;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.switches.BrokerSwitches;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker without a network, with three clients that are nobody's business: a witness of each protocol, who must keep
 * what they have and go on getting what they subscribed to, and one that speaks to them.
 *
 * <p>Users: alice, and manager, who may subscribe on behalf of others; each password is the name.
 */
public final class FuzzBroker {

    private static final String ABOUT = "fuzz-witness/";

    private static final class Port implements ClientPort {
        private final List<Message> received = new ArrayList<>();
        private int disconnects;

        @Override
        public int deliver(Message message) {
            received.add(message);
            return 0;
        }

        @Override
        public void deliverGuaranteed(Message message, int packetId, boolean duplicate) {
            received.add(message);
        }

        @Override
        public void disconnect(String reason) {
            disconnects++;
        }
    }

    private record Witness(Client client, Port port, List<String> subscriptions) {}

    private final BrokerCore core;
    private final List<Witness> witnesses;
    private final Client speaker;
    private int said;

    public FuzzBroker() {
        BrokerSwitches switches = BrokerSwitches.defaults();
        VpnState vpn = new VpnState("default", switches);
        core = new BrokerCore(vpn, switches, Clock.systemUTC());
        for (String name : List.of("alice", "manager")) {
            vpn.clientUsernames()
                    .create(ClientUsername.of(
                            name,
                            u -> u.withEnabled(true)
                                    .withPassword(Password.of(name))
                                    .withSubscriptionManager(name.equals("manager"))));
        }
        witnesses = List.of(
                witness(Protocol.SMF, Filter.smf(ABOUT + ">")), witness(Protocol.MQTT, Filter.mqtt(ABOUT + "#")));
        speaker = login(Protocol.SMF, "fuzz-speaker", new Port());
    }

    public BrokerCore core() {
        return core;
    }

    private Witness witness(Protocol protocol, Filter filter) {
        Port port = new Port();
        Client client = login(protocol, "fuzz-witness-" + protocol, port);
        client.subscribe(filter);
        return new Witness(client, port, texts(client));
    }

    private Client login(Protocol protocol, String name, ClientPort port) {
        return core.login(new LoginRequest(protocol, "alice", "alice", name, "", "192.0.2.9:1", "", "", "", true), port)
                .fold(client -> client, refused -> {
                    throw new AssertionError("login refused: " + refused);
                });
    }

    private static List<String> texts(Client client) {
        return client.subscriptions().stream().map(Subscription::text).toList();
    }

    /** The witnesses are connected, subscribed to what they were, and get what is said to them, once. */
    public void check() {
        said++;
        String topic = ABOUT + said;
        speaker.publish(Message.of(topic, topic.getBytes(StandardCharsets.UTF_8)));
        for (Witness witness : witnesses) {
            List<String> got =
                    witness.port().received.stream().map(Message::topic).toList();
            expect(witness.port().disconnects == 0 && !witness.client().isClosed(), "a witness was disconnected");
            expect(got.equals(List.of(topic)), "a witness got " + got + " instead of " + topic);
            expect(
                    texts(witness.client()).equals(witness.subscriptions()),
                    "a witness is subscribed to something else");
            witness.port().received.clear();
        }
    }

    /** Nobody is connected but the witnesses, the speaker, and {@code others}. */
    public void checkGone(int others) {
        int expected = witnesses.size() + 1 + others;
        expect(core.clients().size() == expected, "clients: " + core.clients() + ", expected " + expected);
    }

    public static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
