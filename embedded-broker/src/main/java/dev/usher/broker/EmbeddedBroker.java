package dev.usher.broker;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Faults;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MqttSessions;
import dev.usher.broker.core.Refusal;
import dev.usher.broker.core.Subscription;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.semp.SempBehaviour;
import dev.usher.broker.switches.BrokerSwitches;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A running stand-in for a PubSub+ broker with one Message VPN, in this JVM. Made by {@link #builder()}, ended by
 * {@link #close()}, which leaves no thread behind. Not for production.
 *
 * <p>Methods that ask for a client take any of its names: its client name, its username or its MQTT client id. Methods
 * that wait return as soon as what they wait for is so, and throw an {@link AssertionError} that says what is so instead
 * when the time is over: ten seconds, unless given.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** How long the methods wait that are given no time. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BrokerCore core;
    private final Object lifecycle = new Object();
    private volatile Fronts fronts;
    private boolean closed;
    private final Tls tls;
    private final VpnState.Saved built;
    private final Awaiting awaiting;

    EmbeddedBroker(BrokerCore core, Fronts fronts, Tls tls, VpnState.Saved built) {
        this.core = core;
        this.fronts = fronts;
        this.tls = tls;
        this.built = built;
        this.awaiting = new Awaiting(core);
    }

    /** A broker to be: everything has a default, so that {@code builder().start()} will do. */
    public static EmbeddedBrokerBuilder builder() {
        return new EmbeddedBrokerBuilder();
    }

    /** For {@code JCSMPProperties.HOST}: {@code tcp://host:port}. */
    public String smfHost() {
        return fronts.address(Port.SMF);
    }

    public int smfPort() {
        return fronts.number(Port.SMF);
    }

    /**
     * What JCSMP needs to connect: {@code JCSMPProperties.fromProperties(broker.jcsmpProperties("alice", "secret"))}. A
     * copy of its own for every caller; add to it what else the client shall have.
     */
    public Properties jcsmpProperties(String username, String password) {
        Properties properties = new Properties();
        properties.setProperty("jcsmp.HOST", smfHost());
        properties.setProperty("jcsmp.VPN_NAME", vpn());
        properties.setProperty("jcsmp.USERNAME", username);
        properties.setProperty("jcsmp.PASSWORD", password);
        return properties;
    }

    /** SMF over WebSocket, for solclientjs ({@code url}) and JCSMP: {@code ws://host:port}; any path will do. */
    public URI smfWebSocketUri() {
        return URI.create(fronts.address(Port.SMF_WEB_SOCKET));
    }

    /** MQTT over TCP: {@code tcp://host:port}. */
    public URI mqttUri() {
        return URI.create(fronts.address(Port.MQTT));
    }

    /** MQTT over WebSocket: {@code ws://host:port/}; any path will do. */
    public URI mqttWebSocketUri() {
        return URI.create(fronts.address(Port.MQTT_WEB_SOCKET) + "/");
    }

    /** Where SEMP v2 is: {@code http://host:port}, without the {@code /SEMP/v2} of its paths. */
    public URI sempUri() {
        return URI.create(fronts.address(Port.SEMP));
    }

    /**
     * What clients need to trust the TLS ports.
     *
     * @throws IllegalStateException without {@link EmbeddedBrokerBuilder#tls}, as all addresses of TLS ports
     */
    public Tls tls() {
        if (tls == null) {
            throw new IllegalStateException("no TLS: start it with builder().tls(Tls.selfSigned())");
        }
        return tls;
    }

    /** For {@code JCSMPProperties.HOST}: {@code tcps://host:port}. */
    public String smfTlsHost() {
        return fronts.address(Port.SMF_TLS);
    }

    /** SMF over WebSocket over TLS: {@code wss://host:port}. */
    public URI smfWebSocketTlsUri() {
        return URI.create(fronts.address(Port.SMF_WEB_SOCKET_TLS));
    }

    /** MQTT over TLS: {@code ssl://host:port}, as Paho and MQTT.js spell it. */
    public URI mqttTlsUri() {
        return URI.create(fronts.address(Port.MQTT_TLS));
    }

    /** MQTT over WebSocket over TLS: {@code wss://host:port/}. */
    public URI mqttWebSocketTlsUri() {
        return URI.create(fronts.address(Port.MQTT_WEB_SOCKET_TLS) + "/");
    }

    /** SEMP v2 over TLS: {@code https://host:port}. */
    public URI sempTlsUri() {
        return URI.create(fronts.address(Port.SEMP_TLS));
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

    /** A connected client, if there is one of this name; the oldest of several. */
    public Optional<Client> client(String who) {
        return awaiting.find(who);
    }

    /** Waits until there is such a client: {@link #awaitClient(String, Duration)} with {@link #PATIENCE}. */
    public Client awaitClient(String who) {
        return awaiting.client(who, PATIENCE);
    }

    /**
     * Waits until a client is connected.
     *
     * @param who client name, username or MQTT client id
     * @return the client, the oldest of several
     */
    public Client awaitClient(String who, Duration limit) {
        return awaiting.client(who, limit);
    }

    /** Waits until there is no such client: {@link #awaitNoClient(String, Duration)} with {@link #PATIENCE}. */
    public void awaitNoClient(String who) {
        awaiting.noClient(who, PATIENCE);
    }

    /** Waits until no client is connected that has this client name, username or MQTT client id. */
    public void awaitNoClient(String who, Duration limit) {
        awaiting.noClient(who, limit);
    }

    /** Waits until nobody is connected. */
    public void awaitNoClients(Duration limit) {
        awaiting.noClients(limit);
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

    /** Waits for a subscription: {@link #awaitSubscription(String, String, Duration)} with {@link #PATIENCE}. */
    public Client awaitSubscription(String who, String filter) {
        return awaiting.subscription(who, filter, PATIENCE);
    }

    /**
     * Waits until a connected client has a subscription, whoever added it: what is published from then on reaches it.
     *
     * @param who client name, username or MQTT client id
     * @param filter this very filter, not merely one that it covers; in SMF or MQTT syntax, {@code a/>} or {@code a/#}
     * @return the client
     */
    public Client awaitSubscription(String who, String filter, Duration limit) {
        return awaiting.subscription(who, filter, limit);
    }

    /** Waits for the end of a subscription: {@link #awaitNoSubscription(String, String, Duration)} with {@link #PATIENCE}. */
    public void awaitNoSubscription(String who, String filter) {
        awaiting.noSubscription(who, filter, PATIENCE);
    }

    /** Waits until no connected client of this name has this very filter, see {@link #awaitSubscription}. */
    public void awaitNoSubscription(String who, String filter, Duration limit) {
        awaiting.noSubscription(who, filter, limit);
    }

    /** What clients published and the broker accepted, in that order; as much of it as the builder's journal holds. */
    public List<Message> received() {
        return core.journal().all();
    }

    /**
     * What clients published and the broker accepted, in that order; the newest 10,000 or 32 MB are kept, unless
     * {@link EmbeddedBrokerBuilder#journal} says otherwise. A restart that keeps state keeps them.
     *
     * @param smfFilter which topics, for example {@code US/>}
     */
    public List<Message> received(String smfFilter) {
        return core.journal().matching(Filter.smf(smfFilter));
    }

    /** How many messages clients published and the broker accepted since it began, also those that are not kept. */
    public long accepted() {
        return core.journal().accepted();
    }

    /**
     * How many of them {@link #received} had no room for; 0 says that nothing is missing there (but for what {@link
     * #forgetReceived} took).
     */
    public long droppedFromJournal() {
        return core.journal().dropped();
    }

    /** Waits for messages: {@link #awaitReceived(String, int, Duration)} with {@link #PATIENCE}. */
    public List<Message> awaitReceived(String smfFilter, int count) {
        return awaiting.received(smfFilter, count, PATIENCE);
    }

    /**
     * Waits until clients have published so many messages that the broker accepted.
     *
     * @param smfFilter to which topics, for example {@code US/>}
     * @return all there are, so many or more, oldest first
     */
    public List<Message> awaitReceived(String smfFilter, int count, Duration limit) {
        return awaiting.received(smfFilter, count, limit);
    }

    /** What clients asked for and were refused (logins, subscriptions, publishing), oldest first; the newest 1,000. */
    public List<Refusal> refusals() {
        return core.refusals();
    }

    /**
     * Publishes a direct message to everybody who subscribed, without a client: no ACL applies, and {@link #received} does
     * not know of it.
     *
     * @param text its UTF-8 bytes are the payload
     */
    public void publish(String topic, String text) {
        publish(topic, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with bytes, which nobody may change afterwards. */
    public void publish(String topic, byte[] payload) {
        core.publishFromBroker(Message.of(topic, payload));
    }

    /** Forgets what {@link #received} knows. */
    public void forgetReceived() {
        core.journal().clear();
    }

    /** How this broker behaves where no public text says. */
    public BrokerSwitches switches() {
        return core.switches();
    }

    /**
     * Back to how it was started, on the same ports, in milliseconds: everybody is disconnected, MQTT sessions
     * and what they store are gone, {@link #received} and {@link #refusals} are empty, faults are cleared, and what is
     * configured is what the builder configured. Who connects afterwards finds a fresh broker; that includes clients of before
     * which come back by themselves.
     */
    public void reset() {
        core.reset(built, fronts::reset);
    }

    /**
     * Stops listening and disconnects everybody, as a broker that is restarted or fails; {@link #startAgain} goes on.
     * Its addresses stay what they are, and so do armed {@link #faults}, but for a freeze. Does nothing when it is
     * stopped. Returns when everything has ended.
     */
    public void stop() {
        synchronized (lifecycle) {
            if (!fronts.isClosed()) {
                fronts.close();
                core.faults().forgetFreeze();
            }
        }
    }

    /** {@link #startAgain(Restart)}, {@link Restart#KEEPING_STATE}. */
    public void startAgain() {
        startAgain(Restart.KEEPING_STATE);
    }

    /**
     * Starts after {@link #stop}, on the same ports. Does nothing when it runs.
     *
     * @throws IllegalStateException after {@link #close}
     * @throws PortTakenException if somebody else has taken a port, and has it still after two seconds of trying
     */
    public void startAgain(Restart how) {
        synchronized (lifecycle) {
            if (closed) {
                throw new IllegalStateException("the broker is closed; startAgain() is for one that was stopped");
            }
            if (fronts.isClosed()) {
                if (how == Restart.LOSING_STATE) {
                    core.loseState(built, fronts::loseState);
                }
                fronts = fronts.startAgain();
            }
        }
    }

    /** {@link #stop} and {@link #startAgain(Restart)}. Clients come back by themselves, if they are told to. */
    public void restart(Restart how) {
        synchronized (lifecycle) {
            stop();
            startAgain(how);
        }
    }

    public boolean isRunning() {
        synchronized (lifecycle) {
            return !fronts.isClosed();
        }
    }

    /** Disconnects everybody and frees the ports, for good. Idempotent; returns when everything has ended. */
    @Override
    public void close() {
        synchronized (lifecycle) {
            closed = true;
            stop();
        }
    }
}
