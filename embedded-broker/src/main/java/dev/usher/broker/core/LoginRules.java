package dev.usher.broker.core;

import dev.usher.broker.switches.BrokerSwitches;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Who may connect, and under which name. Used under the broker's lock. */
final class LoginRules {

    private static final int MAX_NAME_BYTES = 160;

    private final BrokerCore core;

    LoginRules(BrokerCore core) {
        this.core = core;
    }

    /** Who that is, before anything else is asked. */
    Identity identify(LoginRequest request) {
        return request.credentials()
                .prove(request, core.vpn().loginSchemes(), core.clock().instant());
    }

    Optional<LoginRefusal> refuse(LoginRequest request, Identity identity) {
        VpnState vpn = core.vpn();
        Optional<LoginRefusal> fault = core.faults().refuses(request);
        if (fault.isPresent()) {
            return fault;
        }
        if (!request.vpn().isEmpty() && !request.vpn().equals(vpn.name())) {
            return Optional.of(LoginRefusal.VPN_NOT_ALLOWED);
        }
        if (!vpn.settings().enabled()) {
            return Optional.of(LoginRefusal.VPN_UNAVAILABLE);
        }
        if (identity.refusal().isPresent()) {
            return identity.refusal();
        }
        Optional<ClientUsername> username = usernameFor(request, identity);
        if (username.isEmpty()) {
            return Optional.of(LoginRefusal.UNAUTHORIZED);
        }
        if (!username.get().enabled()) {
            return Optional.of(LoginRefusal.USERNAME_SHUTDOWN);
        }
        return refuse(request, username.get());
    }

    private Optional<LoginRefusal> refuse(LoginRequest request, ClientUsername username) {
        boolean mqtt = request.protocol() == Protocol.MQTT;
        Optional<String> clientId = mqtt ? Optional.of(request.clientName()) : Optional.empty();
        AclProfile profile =
                core.vpn().aclProfiles().find(username.aclProfile()).orElse(BrokerCore.NOTHING_ALLOWED);
        if (!Acl.of(profile, username.name(), clientId, core.switches()).allowsConnect(request.remoteAddress())) {
            return Optional.of(LoginRefusal.ACL_DENIED);
        }
        if (!validRequestedName(request)) {
            return Optional.of(LoginRefusal.NAME_INVALID);
        }
        Optional<Client> holder = holderOf(request);
        if (core.directory().count() >= core.vpn().settings().maxConnectionCount() && holder.isEmpty()) {
            return Optional.of(LoginRefusal.TOO_MANY_CLIENTS);
        }
        Optional<LoginRefusal> bySession =
                mqtt ? core.mqttSessions().refuse(request.clientName(), username.name()) : Optional.empty();
        if (bySession.isPresent()) {
            return bySession;
        }
        return holder.filter(old -> !mayTakeOver(old, username)).map(old -> LoginRefusal.NAME_IN_USE);
    }

    /**
     * The username that applies. One that is not configured falls to {@code default} with whatever password while that is
     * enabled, as in a factory-fresh installation; so does one that a certificate or a token gives.
     */
    Optional<ClientUsername> usernameFor(LoginRequest request, Identity identity) {
        ConfigTable<ClientUsername> usernames = core.vpn().clientUsernames();
        Optional<ClientUsername> configured = usernames.find(identity.username());
        if (configured.isPresent() && !identity.username().equals("default")) {
            return configured.filter(
                    u -> !identity.passwordCounts() || u.password().matches(request.password()));
        }
        return usernames.find("default").filter(u -> u.enabled() || configured.isPresent());
    }

    /** Who is connected under the name, or the client id, that is asked for. */
    Optional<Client> holderOf(LoginRequest request) {
        return request.protocol() == Protocol.MQTT
                ? core.mqttClient(request.clientName())
                : core.client(request.clientName());
    }

    private boolean mayTakeOver(Client old, ClientUsername by) {
        return core.switches().sameName() == BrokerSwitches.SameName.TAKE_OVER
                && (core.switches().takeOverAcrossUsernames() || old.username().equals(by.name()));
    }

    private static boolean validRequestedName(LoginRequest request) {
        if (request.protocol() == Protocol.MQTT) {
            return validName("mqtt/" + request.clientName() + "/0")
                    && !request.clientName().isEmpty();
        }
        return request.clientName().isEmpty() || validName(request.clientName());
    }

    /** Names with a leading '#' are the broker's own. */
    static boolean validName(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '#'
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
                && name.chars().noneMatch(c -> c < ' ' || c == '*' || c == '?');
    }
}
