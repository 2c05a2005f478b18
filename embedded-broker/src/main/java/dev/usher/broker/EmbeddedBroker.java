package dev.usher.broker;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.BrokerSwitches;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Faults;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MqttSessions;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.semp.SempBehaviour;
import java.net.URI;
import java.util.List;

/**
 * A running stand-in for a PubSub+ broker with one Message VPN, in this JVM. Made by {@link #builder()}, ended by
 * {@link #close()}, which leaves no thread behind. Not for production.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final BrokerCore core;
    private final Fronts fronts;
    private final String host;

    EmbeddedBroker(BrokerCore core, Fronts fronts, String host) {
        this.core = core;
        this.fronts = fronts;
        this.host = host;
    }

    public static EmbeddedBrokerBuilder builder() {
        return new EmbeddedBrokerBuilder();
    }

    /** For {@code JCSMPProperties.HOST}: {@code tcp://host:port}. */
    public String smfHost() {
        return "tcp://" + host + ":" + fronts.smfPort();
    }

    public int smfPort() {
        return fronts.smfPort();
    }

    /** SMF over WebSocket, for solclientjs ({@code url}) and JCSMP: {@code ws://host:port}; any path will do. */
    public URI smfWebSocketUri() {
        return URI.create("ws://" + host + ":" + fronts.smfWebSocketPort());
    }

    /** MQTT over WebSocket: {@code ws://host:port/}; any path will do. */
    public URI mqttWebSocketUri() {
        return URI.create("ws://" + host + ":" + fronts.mqttPort() + "/");
    }

    /** Where SEMP v2 is: {@code http://host:port}, without the {@code /SEMP/v2} of its paths. */
    public URI sempUri() {
        return URI.create("http://" + host + ":" + fronts.sempPort());
    }

    /** How SEMP behaves where the real one leaves room; single requests fail with {@link Faults#semp}. */
    public SempBehaviour sempBehaviour() {
        return fronts.sempBehaviour();
    }

    /** The name of the Message VPN. */
    public String vpn() {
        return core.vpn().name();
    }

    /** The configured objects; changes take effect at once, as through SEMP. */
    public VpnState configuration() {
        return core.vpn();
    }

    /** The router name that client events carry in their topic. */
    public String routerName() {
        return core.router();
    }

    /** Faults to inject. */
    public Faults faults() {
        return core.faults();
    }

    /** Who is connected, oldest connection first. */
    public List<Client> clients() {
        return core.clients();
    }

    /** The MQTT sessions, those whose client is away included; changes take effect at once, as through SEMP. */
    public MqttSessions mqttSessions() {
        return core.mqttSessions();
    }

    /**
     * The subscriptions of a connected client as SEMP monitor spells them, in the order they were added, without the
     * inbox below {@code #P2P} that every client has; empty if there is no such client.
     */
    public List<String> subscriptionsOf(String clientName) {
        return core.client(clientName).stream()
                .flatMap(c -> c.subscriptions().stream())
                .filter(s -> s.origin() != Subscription.Origin.BROKER)
                .map(Subscription::text)
                .toList();
    }

    /**
     * What clients published and the broker accepted, oldest first; the newest 10,000 or 32 MB are kept.
     *
     * @param smfFilter which topics, for example {@code US/>}
     */
    public List<Message> received(String smfFilter) {
        return core.received(Filter.smf(smfFilter));
    }

    /** Forgets what {@link #received} knows. */
    public void forgetReceived() {
        core.forgetReceived();
    }

    /** How this broker behaves where no public text says. */
    public BrokerSwitches switches() {
        return core.switches();
    }

    /** Disconnects everybody and frees the ports. Idempotent; returns when everything has ended. */
    @Override
    public void close() {
        fronts.close();
    }
}
