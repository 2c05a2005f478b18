package dev.usher.broker.switches;

import java.time.Duration;

/** Management by SEMP. */
public sealed interface SempSwitches permits BrokerSwitches {

    Switch<Boolean> PROFILE_CHANGE_NEEDS_DISABLED_USERNAME =
            Switch.of("profileChangeNeedsDisabledUsername", false, false);

    /** Changing a profile of an enabled username is refused (89), as before SEMP 2.31; otherwise it disconnects. */
    default boolean profileChangeNeedsDisabledUsername() {
        return get(PROFILE_CHANGE_NEEDS_DISABLED_USERNAME);
    }

    default BrokerSwitches profileChangeNeedsDisabledUsername(boolean value) {
        return with(PROFILE_CHANGE_NEEDS_DISABLED_USERNAME, value);
    }

    Switch<Boolean> MANAGEMENT_ADD_CHECKS_ACL = Switch.of("managementAddChecksAcl", false, false);

    /** A subscription added to an MQTT session must pass the subscribe ACL of the session's owner. */
    default boolean managementAddChecksAcl() {
        return get(MANAGEMENT_ADD_CHECKS_ACL);
    }

    default BrokerSwitches managementAddChecksAcl(boolean value) {
        return with(MANAGEMENT_ADD_CHECKS_ACL, value);
    }

    Switch<Boolean> MANAGEMENT_ADDS_AT_ONCE = Switch.of("managementAddsAtOnce", true, true);

    /** A subscription added to an MQTT session counts at once; otherwise from its client's next connection on. */
    default boolean managementAddsAtOnce() {
        return get(MANAGEMENT_ADDS_AT_ONCE);
    }

    default BrokerSwitches managementAddsAtOnce(boolean value) {
        return with(MANAGEMENT_ADDS_AT_ONCE, value);
    }

    Switch<Boolean> MANAGEMENT_ADDS_IN_CLIENTS = Switch.of("managementAddsInClients", true, false);

    /** Monitor shows a subscription added to an MQTT session below its client as well. */
    default boolean managementAddsInClients() {
        return get(MANAGEMENT_ADDS_IN_CLIENTS);
    }

    default BrokerSwitches managementAddsInClients(boolean value) {
        return with(MANAGEMENT_ADDS_IN_CLIENTS, value);
    }

    Switch<Boolean> OBO_ADDS_IN_SESSIONS = Switch.of("oboAddsInSessions", true, false);

    /** A subscription added on behalf of an MQTT client shows below its session as well. */
    default boolean oboAddsInSessions() {
        return get(OBO_ADDS_IN_SESSIONS);
    }

    default BrokerSwitches oboAddsInSessions(boolean value) {
        return with(OBO_ADDS_IN_SESSIONS, value);
    }

    Switch<Boolean> CLEAN_SESSIONS_IN_CONFIG = Switch.of("cleanSessionsInConfig", true, false);

    /** An MQTT session made by a clean connect is visible and writable in the config API, not only in monitor. */
    default boolean cleanSessionsInConfig() {
        return get(CLEAN_SESSIONS_IN_CONFIG);
    }

    default BrokerSwitches cleanSessionsInConfig(boolean value) {
        return with(CLEAN_SESSIONS_IN_CONFIG, value);
    }

    Switch<Boolean> SESSION_DELETE_NEEDS_SHUTDOWN = Switch.of("sessionDeleteNeedsShutdown", true, true);

    /** Deleting an enabled MQTT session is refused (89), as on the command line. */
    default boolean sessionDeleteNeedsShutdown() {
        return get(SESSION_DELETE_NEEDS_SHUTDOWN);
    }

    default BrokerSwitches sessionDeleteNeedsShutdown(boolean value) {
        return with(SESSION_DELETE_NEEDS_SHUTDOWN, value);
    }

    Switch<Duration> MONITOR_LAG = Switch.of("monitorLag", Duration.ZERO, Duration.ofMillis(200));

    /** How old may be what monitor says of clients, sessions and subscriptions. */
    default Duration monitorLag() {
        return get(MONITOR_LAG);
    }

    default BrokerSwitches monitorLag(Duration value) {
        return with(MONITOR_LAG, value);
    }

    Switch<Boolean> RAGGED_PAGES = Switch.of("raggedPages", false, true);

    /** Collections come in short and even empty pages that still have a cursor. */
    default boolean raggedPages() {
        return get(RAGGED_PAGES);
    }

    default BrokerSwitches raggedPages(boolean value) {
        return with(RAGGED_PAGES, value);
    }

    Switch<Boolean> NOT_FOUND_IS404 = Switch.of("notFoundIs404", false, true);

    /** NOT_FOUND comes with HTTP 404, not 400. */
    default boolean notFoundIs404() {
        return get(NOT_FOUND_IS404);
    }

    default BrokerSwitches notFoundIs404(boolean value) {
        return with(NOT_FOUND_IS404, value);
    }

    Switch<Boolean> AUTO_ROUTER_IN_PATH = Switch.of("autoRouterInPath", true, false);

    /** The virtual router may be given as {@code auto} in a path. */
    default boolean autoRouterInPath() {
        return get(AUTO_ROUTER_IN_PATH);
    }

    default BrokerSwitches autoRouterInPath(boolean value) {
        return with(AUTO_ROUTER_IN_PATH, value);
    }

    /** The value of a switch. */
    <T> T get(Switch<T> key);

    /** A copy with another value. */
    <T> BrokerSwitches with(Switch<T> key, T value);
}
