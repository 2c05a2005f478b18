package dev.usher.broker.core;

/** Changes to be made to a copy of {@link BrokerSwitches}; each method is the component of that name. */
public final class BrokerSwitchesDraft {

    private BrokerSwitches.SameName sameName;
    private boolean takeOverAcrossUsernames;
    private boolean denyExceptionRefusesOverlap;
    private boolean aclChangeSweepsSubscriptions;
    private boolean oboChecksManagerAcl;
    private boolean managerFlagAtLogin;
    private boolean oboRemovesForeign;
    private boolean clientRemovesObo;
    private boolean oboEndsWithManager;
    private BrokerSwitches.GreaterThanForMqtt greaterThanForMqtt;
    private BrokerSwitches.MqttSpelling mqttSpelling;
    private boolean elidingToMqtt;
    private boolean profileChangeNeedsDisabledUsername;
    private boolean managementAddChecksAcl;
    private boolean cleanSessionsInConfig;
    private boolean mqttNameStable;
    private boolean durableSessionAcrossUsernames;
    private BrokerSwitches.OwnerlessSession ownerlessSession;
    private boolean oboKeptByDurableSession;
    private boolean cleanConnectWipesManagedSession;
    private boolean managementAddsInClients;
    private boolean oboAddsInSessions;
    private boolean qos1PromotesDirect;
    private boolean sessionDeleteNeedsShutdown;
    private boolean raggedPages;
    private boolean notFoundIs404;
    private boolean autoRouterInPath;

    BrokerSwitchesDraft(BrokerSwitches from) {
        sameName = from.sameName();
        takeOverAcrossUsernames = from.takeOverAcrossUsernames();
        denyExceptionRefusesOverlap = from.denyExceptionRefusesOverlap();
        aclChangeSweepsSubscriptions = from.aclChangeSweepsSubscriptions();
        oboChecksManagerAcl = from.oboChecksManagerAcl();
        managerFlagAtLogin = from.managerFlagAtLogin();
        oboRemovesForeign = from.oboRemovesForeign();
        clientRemovesObo = from.clientRemovesObo();
        oboEndsWithManager = from.oboEndsWithManager();
        greaterThanForMqtt = from.greaterThanForMqtt();
        mqttSpelling = from.mqttSpelling();
        elidingToMqtt = from.elidingToMqtt();
        profileChangeNeedsDisabledUsername = from.profileChangeNeedsDisabledUsername();
        managementAddChecksAcl = from.managementAddChecksAcl();
        cleanSessionsInConfig = from.cleanSessionsInConfig();
        mqttNameStable = from.mqttNameStable();
        durableSessionAcrossUsernames = from.durableSessionAcrossUsernames();
        ownerlessSession = from.ownerlessSession();
        oboKeptByDurableSession = from.oboKeptByDurableSession();
        cleanConnectWipesManagedSession = from.cleanConnectWipesManagedSession();
        managementAddsInClients = from.managementAddsInClients();
        oboAddsInSessions = from.oboAddsInSessions();
        qos1PromotesDirect = from.qos1PromotesDirect();
        sessionDeleteNeedsShutdown = from.sessionDeleteNeedsShutdown();
        raggedPages = from.raggedPages();
        notFoundIs404 = from.notFoundIs404();
        autoRouterInPath = from.autoRouterInPath();
    }

    BrokerSwitches build() {
        return new BrokerSwitches(
                sameName,
                takeOverAcrossUsernames,
                denyExceptionRefusesOverlap,
                aclChangeSweepsSubscriptions,
                oboChecksManagerAcl,
                managerFlagAtLogin,
                oboRemovesForeign,
                clientRemovesObo,
                oboEndsWithManager,
                greaterThanForMqtt,
                mqttSpelling,
                elidingToMqtt,
                profileChangeNeedsDisabledUsername,
                managementAddChecksAcl,
                cleanSessionsInConfig,
                mqttNameStable,
                durableSessionAcrossUsernames,
                ownerlessSession,
                oboKeptByDurableSession,
                cleanConnectWipesManagedSession,
                managementAddsInClients,
                oboAddsInSessions,
                qos1PromotesDirect,
                sessionDeleteNeedsShutdown,
                raggedPages,
                notFoundIs404,
                autoRouterInPath);
    }

    public BrokerSwitchesDraft sameName(BrokerSwitches.SameName value) {
        sameName = value;
        return this;
    }

    public BrokerSwitchesDraft takeOverAcrossUsernames(boolean value) {
        takeOverAcrossUsernames = value;
        return this;
    }

    public BrokerSwitchesDraft denyExceptionRefusesOverlap(boolean value) {
        denyExceptionRefusesOverlap = value;
        return this;
    }

    public BrokerSwitchesDraft aclChangeSweepsSubscriptions(boolean value) {
        aclChangeSweepsSubscriptions = value;
        return this;
    }

    public BrokerSwitchesDraft oboChecksManagerAcl(boolean value) {
        oboChecksManagerAcl = value;
        return this;
    }

    public BrokerSwitchesDraft managerFlagAtLogin(boolean value) {
        managerFlagAtLogin = value;
        return this;
    }

    public BrokerSwitchesDraft oboRemovesForeign(boolean value) {
        oboRemovesForeign = value;
        return this;
    }

    public BrokerSwitchesDraft clientRemovesObo(boolean value) {
        clientRemovesObo = value;
        return this;
    }

    public BrokerSwitchesDraft oboEndsWithManager(boolean value) {
        oboEndsWithManager = value;
        return this;
    }

    public BrokerSwitchesDraft greaterThanForMqtt(BrokerSwitches.GreaterThanForMqtt value) {
        greaterThanForMqtt = value;
        return this;
    }

    public BrokerSwitchesDraft mqttSpelling(BrokerSwitches.MqttSpelling value) {
        mqttSpelling = value;
        return this;
    }

    public BrokerSwitchesDraft elidingToMqtt(boolean value) {
        elidingToMqtt = value;
        return this;
    }

    public BrokerSwitchesDraft profileChangeNeedsDisabledUsername(boolean value) {
        profileChangeNeedsDisabledUsername = value;
        return this;
    }

    public BrokerSwitchesDraft managementAddChecksAcl(boolean value) {
        managementAddChecksAcl = value;
        return this;
    }

    public BrokerSwitchesDraft cleanSessionsInConfig(boolean value) {
        cleanSessionsInConfig = value;
        return this;
    }

    public BrokerSwitchesDraft mqttNameStable(boolean value) {
        mqttNameStable = value;
        return this;
    }

    public BrokerSwitchesDraft durableSessionAcrossUsernames(boolean value) {
        durableSessionAcrossUsernames = value;
        return this;
    }

    public BrokerSwitchesDraft ownerlessSession(BrokerSwitches.OwnerlessSession value) {
        ownerlessSession = value;
        return this;
    }

    public BrokerSwitchesDraft oboKeptByDurableSession(boolean value) {
        oboKeptByDurableSession = value;
        return this;
    }

    public BrokerSwitchesDraft cleanConnectWipesManagedSession(boolean value) {
        cleanConnectWipesManagedSession = value;
        return this;
    }

    public BrokerSwitchesDraft managementAddsInClients(boolean value) {
        managementAddsInClients = value;
        return this;
    }

    public BrokerSwitchesDraft oboAddsInSessions(boolean value) {
        oboAddsInSessions = value;
        return this;
    }

    public BrokerSwitchesDraft qos1PromotesDirect(boolean value) {
        qos1PromotesDirect = value;
        return this;
    }

    public BrokerSwitchesDraft sessionDeleteNeedsShutdown(boolean value) {
        sessionDeleteNeedsShutdown = value;
        return this;
    }

    public BrokerSwitchesDraft raggedPages(boolean value) {
        raggedPages = value;
        return this;
    }

    public BrokerSwitchesDraft notFoundIs404(boolean value) {
        notFoundIs404 = value;
        return this;
    }

    public BrokerSwitchesDraft autoRouterInPath(boolean value) {
        autoRouterInPath = value;
        return this;
    }
}
