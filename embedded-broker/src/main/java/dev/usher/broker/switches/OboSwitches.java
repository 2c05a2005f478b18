package dev.usher.broker.switches;

import dev.usher.broker.switches.BrokerSwitches.GreaterThanForMqtt;

/** Subscriptions on behalf of others. */
public sealed interface OboSwitches permits BrokerSwitches {

    /** The answer where the target is not connected; its text is always "Unknown Client Name". */
    enum UnknownClient {
        CODE_404(404),
        CODE_400(400),
        CODE_403(403);

        private final int code;

        UnknownClient(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    Switch<Boolean> OBO_CHECKS_MANAGER_ACL = Switch.of("oboChecksManagerAcl", true, true);

    /** The subscribe ACL of the manager applies. */
    default boolean oboChecksManagerAcl() {
        return get(OBO_CHECKS_MANAGER_ACL);
    }

    default BrokerSwitches oboChecksManagerAcl(boolean value) {
        return with(OBO_CHECKS_MANAGER_ACL, value);
    }

    Switch<Boolean> OBO_CHECKS_TARGET_ACL = Switch.of("oboChecksTargetAcl", false, false);

    /** The subscribe ACL of the target applies. */
    default boolean oboChecksTargetAcl() {
        return get(OBO_CHECKS_TARGET_ACL);
    }

    default BrokerSwitches oboChecksTargetAcl(boolean value) {
        return with(OBO_CHECKS_TARGET_ACL, value);
    }

    Switch<Boolean> MANAGER_FLAG_AT_LOGIN = Switch.of("managerFlagAtLogin", false, true);

    /** subscriptionManagerEnabled counts as it was when the manager logged in, not as it is now. */
    default boolean managerFlagAtLogin() {
        return get(MANAGER_FLAG_AT_LOGIN);
    }

    default BrokerSwitches managerFlagAtLogin(boolean value) {
        return with(MANAGER_FLAG_AT_LOGIN, value);
    }

    Switch<Boolean> OBO_REMOVES_FOREIGN = Switch.of("oboRemovesForeign", true, false);

    /** A manager may remove what the client itself or management added; otherwise it answers not found. */
    default boolean oboRemovesForeign() {
        return get(OBO_REMOVES_FOREIGN);
    }

    default BrokerSwitches oboRemovesForeign(boolean value) {
        return with(OBO_REMOVES_FOREIGN, value);
    }

    Switch<Boolean> CLIENT_REMOVES_OBO = Switch.of("clientRemovesObo", true, true);

    /** A client may remove what was added on its behalf. */
    default boolean clientRemovesObo() {
        return get(CLIENT_REMOVES_OBO);
    }

    default BrokerSwitches clientRemovesObo(boolean value) {
        return with(CLIENT_REMOVES_OBO, value);
    }

    Switch<Boolean> OBO_ENDS_WITH_MANAGER = Switch.of("oboEndsWithManager", false, true);

    /** Subscriptions added on behalf of others go when their manager disconnects. */
    default boolean oboEndsWithManager() {
        return get(OBO_ENDS_WITH_MANAGER);
    }

    default BrokerSwitches oboEndsWithManager(boolean value) {
        return with(OBO_ENDS_WITH_MANAGER, value);
    }

    Switch<Boolean> OBO_KEPT_BY_DURABLE_SESSION = Switch.of("oboKeptByDurableSession", false, true);

    /** What was added on behalf of the client of a durable MQTT session stays when it disconnects. */
    default boolean oboKeptByDurableSession() {
        return get(OBO_KEPT_BY_DURABLE_SESSION);
    }

    default BrokerSwitches oboKeptByDurableSession(boolean value) {
        return with(OBO_KEPT_BY_DURABLE_SESSION, value);
    }

    Switch<Boolean> OBO_ADDS_QOS1 = Switch.of("oboAddsQos1", false, true);

    /** What is added on behalf of an MQTT client has QoS 1, so guaranteed messages are stored for it; otherwise QoS 0. */
    default boolean oboAddsQos1() {
        return get(OBO_ADDS_QOS1);
    }

    default BrokerSwitches oboAddsQos1(boolean value) {
        return with(OBO_ADDS_QOS1, value);
    }

    Switch<GreaterThanForMqtt> GREATER_THAN_FOR_MQTT =
            Switch.of("greaterThanForMqtt", GreaterThanForMqtt.LITERAL, GreaterThanForMqtt.LITERAL);

    /** A last level {@code >} for an MQTT target. */
    default GreaterThanForMqtt greaterThanForMqtt() {
        return get(GREATER_THAN_FOR_MQTT);
    }

    default BrokerSwitches greaterThanForMqtt(GreaterThanForMqtt value) {
        return with(GREATER_THAN_FOR_MQTT, value);
    }

    Switch<Boolean> ETX_MATCHES_PARENT = Switch.of("etxMatchesParent", true, true);

    /** A last level of the byte 0x03 also matches the parent, as MQTT's {@code #} does; otherwise it is like {@code >}. */
    default boolean etxMatchesParent() {
        return get(ETX_MATCHES_PARENT);
    }

    default BrokerSwitches etxMatchesParent(boolean value) {
        return with(ETX_MATCHES_PARENT, value);
    }

    Switch<UnknownClient> UNKNOWN_CLIENT = Switch.of("unknownClient", UnknownClient.CODE_404, UnknownClient.CODE_404);

    /** The code that says that the target is not connected. JCSMP makes it its subcode 41 only if it is 404, so nothing else is likely. */
    default UnknownClient unknownClient() {
        return get(UNKNOWN_CLIENT);
    }

    default BrokerSwitches unknownClient(UnknownClient value) {
        return with(UNKNOWN_CLIENT, value);
    }

    /** The value of a switch. */
    <T> T get(Switch<T> key);

    /** A copy with another value. */
    <T> BrokerSwitches with(Switch<T> key, T value);
}
