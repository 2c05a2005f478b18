package dev.usher.broker;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.JournalLimits;
import dev.usher.broker.core.TokenVerifier;
import dev.usher.broker.core.TrustedCertificates;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.smf.MessageLimits;
import dev.usher.broker.switches.BrokerSwitches;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings of an {@link EmbeddedBroker}; everything has a default. */
public final class EmbeddedBrokerBuilder {

    private String vpn = "default";
    private String host = "127.0.0.1";
    private final Map<Port, Integer> ports = new EnumMap<>(Port.class);
    private Tls tls;
    private String adminUser = "admin";
    private String adminPassword = "admin";
    private final Map<String, String> sempReaders = new LinkedHashMap<>();
    private BrokerSwitches switches = BrokerSwitches.defaults();
    private Clock clock = Clock.systemUTC();
    private JournalLimits journal = JournalLimits.STANDARD;
    private MessageLimits limits = MessageLimits.STANDARD;
    private boolean clientEvents = true;
    private boolean defaultUsername = true;
    private final List<Consumer<VpnState>> configuration = new ArrayList<>();

    EmbeddedBrokerBuilder() {}

    /** Name of the one Message VPN; {@code default} if not given. */
    public EmbeddedBrokerBuilder vpn(String name) {
        this.vpn = name;
        return this;
    }

    /** Address to listen on; {@code 127.0.0.1} if not given. */
    public EmbeddedBrokerBuilder host(String address) {
        this.host = address;
        return this;
    }

    /** SMF over TCP, 55555 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder smfPort(int port) {
        return port(Port.SMF, port);
    }

    /** SMF over WebSocket, 8008 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder smfWebSocketPort(int port) {
        return port(Port.SMF_WEB_SOCKET, port);
    }

    /** MQTT over TCP, 1883 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder mqttPort(int port) {
        return port(Port.MQTT, port);
    }

    /** MQTT over WebSocket, 8000 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder mqttWebSocketPort(int port) {
        return port(Port.MQTT_WEB_SOCKET, port);
    }

    /** SEMP, 8080 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder sempPort(int port) {
        return port(Port.SEMP, port);
    }

    /**
     * Opens a second port of each kind that speaks TLS, with this certificate: {@code tls(Tls.selfSigned())}. Without it
     * there is none.
     */
    public EmbeddedBrokerBuilder tls(Tls certificate) {
        this.tls = certificate;
        return this;
    }

    /** SMF over TLS, 55443 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder smfTlsPort(int port) {
        return port(Port.SMF_TLS, port);
    }

    /** SMF over WebSocket over TLS, 1443 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder smfWebSocketTlsPort(int port) {
        return port(Port.SMF_WEB_SOCKET_TLS, port);
    }

    /** MQTT over TLS, 8883 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder mqttTlsPort(int port) {
        return port(Port.MQTT_TLS, port);
    }

    /** MQTT over WebSocket over TLS, 8443 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder mqttWebSocketTlsPort(int port) {
        return port(Port.MQTT_WEB_SOCKET_TLS, port);
    }

    /** SEMP over TLS, 1943 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder sempTlsPort(int port) {
        return port(Port.SEMP_TLS, port);
    }

    /** Who may use SEMP; {@code admin}/{@code admin} if not given. */
    public EmbeddedBrokerBuilder sempAdmin(String user, String password) {
        this.adminUser = user;
        this.adminPassword = password;
        return this;
    }

    /** Somebody who may read everything through SEMP and change nothing. */
    public EmbeddedBrokerBuilder sempReader(String user, String password) {
        sempReaders.put(user, password);
        return this;
    }

    /** An enabled client username with both profiles {@code default}. */
    public EmbeddedBrokerBuilder user(String name, String password) {
        return user(u -> u.name(name).password(password));
    }

    /** An enabled client username; profiles it names must be configured before. */
    public EmbeddedBrokerBuilder user(Consumer<UserSpec> spec) {
        UserSpec user = new UserSpec();
        spec.accept(user);
        return configure(v -> v.clientUsernames().put(user.build()));
    }

    /** An ACL profile; one of the same name is replaced. */
    public EmbeddedBrokerBuilder aclProfile(AclProfile profile) {
        return configure(v -> v.aclProfiles().put(profile));
    }

    /** A client profile; one of the same name is replaced. */
    public EmbeddedBrokerBuilder clientProfile(ClientProfile profile) {
        return configure(v -> v.clientProfiles().put(profile));
    }

    /** Any change of the configured objects, applied in the order given before anybody can connect. */
    public EmbeddedBrokerBuilder configure(Consumer<VpnState> change) {
        configuration.add(change);
        return this;
    }

    /**
     * Whether the username {@code default} is enabled, to which every unknown username falls with any password. True if
     * not given: a factory-fresh broker is as open.
     */
    public EmbeddedBrokerBuilder defaultUsername(boolean enabled) {
        this.defaultUsername = enabled;
        return this;
    }

    /**
     * SMF clients on the TLS ports may log in with a certificate that one of these authorities issued; its common name is the
     * client username. Clients are asked for a certificate then, and need not have one. Not if not called.
     */
    public EmbeddedBrokerBuilder clientCertificates(X509Certificate... authorities) {
        TrustedCertificates trusted = new TrustedCertificates(List.of(authorities));
        return configure(v -> v.updateLoginSchemes(s -> s.withCertificates(trusted)));
    }

    /** SMF clients on the TLS ports may log in with an OAuth access token that this accepts. Not if not called. */
    public EmbeddedBrokerBuilder oauth(TokenVerifier verifier) {
        return configure(v -> v.updateLoginSchemes(s -> s.withTokens(verifier)));
    }

    /** Whether usernames and passwords are accepted at all; true if not given. */
    public EmbeddedBrokerBuilder basicAuthentication(boolean enabled) {
        return configure(v -> v.updateLoginSchemes(s -> s.withBasic(enabled)));
    }

    /** Client connect and disconnect events on the message bus; true if not given (a real VPN starts with false). */
    public EmbeddedBrokerBuilder clientEvents(boolean enabled) {
        this.clientEvents = enabled;
        return this;
    }

    /** How to behave where no public text says; {@link BrokerSwitches#defaults()} if not given. */
    public EmbeddedBrokerBuilder switches(BrokerSwitches value) {
        this.switches = value;
        return this;
    }

    /**
     * How much of what clients publish {@link EmbeddedBroker#received} keeps, the newest first of all; 10,000 messages and
     * 32 MB if not given. Without a limit is refused: it would fill the heap.
     *
     * @param messages 0 keeps nothing
     * @param bytes of their data, together
     */
    public EmbeddedBrokerBuilder journal(int messages, long bytes) {
        this.journal = new JournalLimits(messages, bytes);
        return this;
    }

    /** {@link EmbeddedBroker#received} keeps nothing, which is faster. */
    public EmbeddedBrokerBuilder noJournal() {
        this.journal = JournalLimits.OFF;
        return this;
    }

    /**
     * The largest messages that SMF clients may publish, 10,000,000 bytes if not given: payload, user properties and metadata
     * together. Clients learn it at their login; larger ones are refused, 400 Document Is Too Large.
     */
    public EmbeddedBrokerBuilder maxMessageSize(int guaranteed, int direct) {
        this.limits = new MessageLimits(guaranteed, direct);
        return this;
    }

    /** The time that eliding and connect instants go by. */
    public EmbeddedBrokerBuilder clock(Clock value) {
        this.clock = value;
        return this;
    }

    /**
     * Starts the broker and waits until all ports are open.
     *
     * @throws PortTakenException if a port cannot be opened; nothing stays behind then
     * @throws IllegalStateException if the key does not fit the certificate; nothing stays behind then
     */
    public EmbeddedBroker start() {
        VpnState state = new VpnState(vpn, switches);
        state.updateSettings(s -> s.withClientEvents(clientEvents));
        state.clientUsernames().update("default", u -> u.withEnabled(defaultUsername));
        configuration.forEach(c -> c.accept(state));
        VpnState.Saved built = state.save();
        BrokerCore core = new BrokerCore(state, switches, clock, journal);
        Fronts.Settings settings = new Fronts.Settings(
                host,
                ports,
                Optional.ofNullable(tls).map(Tls::serverSide),
                state.loginSchemes().certificates().isPresent(),
                adminUser,
                adminPassword,
                sempReaders,
                limits);
        return new EmbeddedBroker(core, Fronts.start(core, settings), tls, built);
    }

    private EmbeddedBrokerBuilder port(Port port, int number) {
        ports.put(port, number);
        return this;
    }
}
