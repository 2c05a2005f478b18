package dev.usher.broker.core;

import dev.usher.broker.core.ConfigRefusal.Code;
import dev.usher.broker.switches.BrokerSwitches;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The configured objects of one Message VPN. Thread-safe. A change takes effect on connected clients before the
 * changing method returns.
 */
public final class VpnState {

    /** Everything that was configured at one moment. */
    public record Saved(
            List<AclProfile> aclProfiles,
            List<ClientProfile> clientProfiles,
            List<ClientUsername> clientUsernames,
            VpnSettings settings,
            MqttQueueLimits mqttQueueLimits,
            LoginSchemes loginSchemes) {}

    /** How a change of configuration reaches connected clients. */
    interface Listener {
        void usernameChanged(ClientUsername before, ClientUsername after);

        void aclProfileChanged(AclProfile before, AclProfile after);

        void settingsChanged(VpnSettings after);
    }

    private final String name;
    private final BrokerSwitches switches;
    private final Object lock = new Object();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ConfigTable<AclProfile> aclProfiles;
    private final ConfigTable<ClientProfile> clientProfiles;
    private final ConfigTable<ClientUsername> usernames;
    private final Notes notes = new Notes();
    private volatile VpnSettings settings = VpnSettings.created();
    private volatile MqttQueueLimits mqttQueueLimits = MqttQueueLimits.CEILING;
    private volatile LoginSchemes loginSchemes = LoginSchemes.CREATED;

    /** A VPN as a new installation has it: built-in profiles, and the username {@code default}, enabled. */
    public VpnState(String name, BrokerSwitches switches) {
        this.name = name;
        this.switches = switches;
        aclProfiles = new ConfigTable<>("aclProfile", AclProfile::name, lock, this::checkAclProfile, c -> {
            if (c.before() != null && c.after() != null) {
                listeners.forEach(l -> l.aclProfileChanged(c.before(), c.after()));
            }
        });
        clientProfiles =
                new ConfigTable<>("clientProfile", ClientProfile::name, lock, this::checkClientProfile, c -> {});
        usernames = new ConfigTable<>(
                "clientUsername",
                ClientUsername::name,
                lock,
                this::checkUsername,
                c -> listeners.forEach(l -> l.usernameChanged(c.before(), c.after())));
        aclProfiles.create(AclProfile.allowAll("default"));
        aclProfiles.create(AclProfile.allowAll("#acl-profile"));
        clientProfiles.create(ClientProfile.builtIn("default"));
        clientProfiles.create(ClientProfile.builtIn("#client-profile"));
        usernames.create(ClientUsername.created("default").withEnabled(true));
    }

    public String name() {
        return name;
    }

    public ConfigTable<AclProfile> aclProfiles() {
        return aclProfiles;
    }

    public ConfigTable<ClientProfile> clientProfiles() {
        return clientProfiles;
    }

    public ConfigTable<ClientUsername> clientUsernames() {
        return usernames;
    }

    /** Attributes of the VPN itself that nothing acts on, under its name. */
    public Notes notes() {
        return notes;
    }

    public VpnSettings settings() {
        return settings;
    }

    public VpnSettings updateSettings(UnaryOperator<VpnSettings> change) {
        synchronized (lock) {
            settings = change.apply(settings);
            listeners.forEach(l -> l.settingsChanged(settings));
            return settings;
        }
    }

    /** What every MQTT session may hold at most, whatever its own attributes allow. */
    public MqttQueueLimits mqttQueueLimits() {
        return mqttQueueLimits;
    }

    /** Applies to what is published and acknowledged from now on; what a session holds stays. */
    public void mqttQueueLimits(MqttQueueLimits limits) {
        mqttQueueLimits = limits;
    }

    /**
     * Adds one exception to a list of a profile.
     *
     * @throws ConfigRefusal NOT_FOUND (no such profile), ALREADY_EXISTS, INVALID_PARAMETER (a topic exception that is no
     *     filter in its syntax)
     */
    public void addException(String profile, AclProfile.Kind kind, AclExemption exception) {
        aclProfiles.update(profile, p -> {
            if (p.exceptions(kind).contains(exception)) {
                throw new ConfigRefusal(Code.ALREADY_EXISTS, "exception already exists");
            }
            return p.plus(kind, exception);
        });
    }

    /**
     * Removes one exception from a list of a profile.
     *
     * @throws ConfigRefusal NOT_FOUND (no such profile or exception)
     */
    public void removeException(String profile, AclProfile.Kind kind, AclExemption exception) {
        aclProfiles.update(profile, p -> {
            if (!p.exceptions(kind).contains(exception)) {
                throw new ConfigRefusal(Code.NOT_FOUND, "Could not find match for exception");
            }
            return p.minus(kind, exception);
        });
    }

    /** How clients may prove who they are. */
    public LoginSchemes loginSchemes() {
        return loginSchemes;
    }

    /** Applies to logins from now on; who is connected stays. TLS ports ask for certificates if the broker began so. */
    public void updateLoginSchemes(UnaryOperator<LoginSchemes> change) {
        synchronized (lock) {
            loginSchemes = change.apply(loginSchemes);
        }
    }

    /** A copy of everything configured, for {@link BrokerCore#reset}. */
    public Saved save() {
        synchronized (lock) {
            return new Saved(
                    aclProfiles.all(), clientProfiles.all(), usernames.all(), settings, mqttQueueLimits, loginSchemes);
        }
    }

    /** Back to what was saved, without the notes; connected clients are not told. */
    void restore(Saved saved) {
        synchronized (lock) {
            aclProfiles.replaceAll(saved.aclProfiles());
            clientProfiles.replaceAll(saved.clientProfiles());
            usernames.replaceAll(saved.clientUsernames());
            settings = saved.settings();
            mqttQueueLimits = saved.mqttQueueLimits();
            loginSchemes = saved.loginSchemes();
            notes.clear();
        }
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    private AclProfile checkAclProfile(AclProfile before, AclProfile after) {
        if (after == null) {
            refuseBuiltIn(before.name());
            if (usernames.any(u -> u.enabled() && u.aclProfile().equals(before.name()))) {
                throw new ConfigRefusal(
                        Code.NOT_ALLOWED,
                        "ACL profile " + before.name()
                                + " cannot be deleted: client-usernames configured against it are not in shutdown state");
            }
        } else {
            checkLimits(before, after);
            checkReadable(before, after, AclProfile.Kind.PUBLISH);
            checkReadable(before, after, AclProfile.Kind.SUBSCRIBE);
        }
        return after;
    }

    private void checkLimits(AclProfile before, AclProfile after) {
        if (before == null && aclProfiles.all().size() >= switches.maxAclProfiles()) {
            throw new ConfigRefusal(Code.FAIL, "max number of ACL profiles exceeded");
        }
        for (AclProfile.Kind kind : AclProfile.Kind.values()) {
            if (after.exceptions(kind).size() > switches.maxAclExceptions()) {
                throw new ConfigRefusal(Code.FAIL, "max number of ACL profile exceptions exceeded");
            }
        }
    }

    /** A denial that is no filter would deny nothing, and nobody would know. */
    private static void checkReadable(AclProfile before, AclProfile after, AclProfile.Kind kind) {
        Set<AclExemption> known = before == null ? Set.of() : new HashSet<>(before.exceptions(kind));
        for (AclExemption each : after.exceptions(kind)) {
            if (!known.contains(each)) {
                try {
                    Filter.exception(each, "", Optional.of(""));
                } catch (IllegalArgumentException e) {
                    throw new ConfigRefusal(
                            Code.INVALID_PARAMETER,
                            "exception " + each.topic() + " is not a topic filter in "
                                    + each.syntax().sempText() + " syntax: " + e.getMessage());
                }
            }
        }
    }

    private ClientProfile checkClientProfile(ClientProfile before, ClientProfile after) {
        if (after == null) {
            refuseBuiltIn(before.name());
            if (usernames.any(u -> u.clientProfile().equals(before.name()))) {
                throw new ConfigRefusal(
                        Code.CONFIGDB_OBJECT_DEPENDENCY, "client profile " + before.name() + " is in use");
            }
        }
        return after;
    }

    private ClientUsername checkUsername(ClientUsername before, ClientUsername after) {
        if (after == null) {
            return null;
        }
        if (aclProfiles.find(after.aclProfile()).isEmpty()) {
            throw new ConfigRefusal(Code.NOT_FOUND, "Could not find match for aclProfile " + after.aclProfile());
        }
        if (clientProfiles.find(after.clientProfile()).isEmpty()) {
            throw new ConfigRefusal(Code.NOT_FOUND, "Could not find match for clientProfile " + after.clientProfile());
        }
        if (switches.profileChangeNeedsDisabledUsername()
                && before != null
                && before.enabled()
                && after.enabled()
                && profilesDiffer(before, after)) {
            throw new ConfigRefusal(
                    Code.NOT_ALLOWED, "client-username " + after.name() + " must be shutdown to change its profiles");
        }
        return after;
    }

    static boolean profilesDiffer(ClientUsername a, ClientUsername b) {
        return !a.aclProfile().equals(b.aclProfile()) || !a.clientProfile().equals(b.clientProfile());
    }

    private static void refuseBuiltIn(String name) {
        if (name.equals("default") || name.startsWith("#")) {
            throw new ConfigRefusal(Code.NOT_ALLOWED, name + " is built in and cannot be deleted");
        }
    }
}
