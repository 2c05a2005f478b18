package dev.usher.broker;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.BrokerSwitches;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.VpnState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Settings of an {@link EmbeddedBroker}; everything has a default. */
public final class EmbeddedBrokerBuilder {

    private String vpn = "default";
    private String host = "127.0.0.1";
    private int smfPort;
    private int smfWebSocketPort;
    private int mqttWebSocketPort;
    private int sempPort;
    private String adminUser = "admin";
    private String adminPassword = "admin";
    private BrokerSwitches switches = BrokerSwitches.defaults();
    private Clock clock = Clock.systemUTC();
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

    /** 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder smfPort(int port) {
        this.smfPort = port;
        return this;
    }

    /** SMF over WebSocket, 8008 on PubSub+; 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder smfWebSocketPort(int port) {
        this.smfWebSocketPort = port;
        return this;
    }

    /** 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder mqttWebSocketPort(int port) {
        this.mqttWebSocketPort = port;
        return this;
    }

    /** 0, the default, takes any free port. */
    public EmbeddedBrokerBuilder sempPort(int port) {
        this.sempPort = port;
        return this;
    }

    /** Who may use SEMP; {@code admin}/{@code admin} if not given. */
    public EmbeddedBrokerBuilder sempAdmin(String user, String password) {
        this.adminUser = user;
        this.adminPassword = password;
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

    /** The time that eliding and connect instants go by. */
    public EmbeddedBrokerBuilder clock(Clock value) {
        this.clock = value;
        return this;
    }

    /**
     * Starts the broker and waits until all ports are open.
     *
     * @throws IllegalStateException if a port cannot be opened; nothing stays behind then
     */
    public EmbeddedBroker start() {
        VpnState state = new VpnState(vpn, switches);
        state.updateSettings(s -> s.withClientEvents(clientEvents));
        state.clientUsernames().update("default", u -> u.withEnabled(defaultUsername));
        configuration.forEach(c -> c.accept(state));
        BrokerCore core = new BrokerCore(state, switches, clock);
        Fronts fronts = Fronts.start(
                core,
                new Fronts.Settings(
                        host, smfPort, smfWebSocketPort, mqttWebSocketPort, sempPort, adminUser, adminPassword));
        return new EmbeddedBroker(core, fronts, host);
    }
}
