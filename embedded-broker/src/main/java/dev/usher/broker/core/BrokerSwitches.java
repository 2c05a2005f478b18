package dev.usher.broker.core;

import java.util.function.Consumer;

/**
 * The behaviours of PubSub+ that no public text settles, one switch each. Tests that show that nothing leaks should
 * pass with {@link #defaults()} and with {@link #pessimistic()}.
 *
 * @param sameName a login under a client name (MQTT: client id) that is connected already
 * @param takeOverAcrossUsernames such a login may come from another client username
 * @param denyExceptionRefusesOverlap subscribe default allow: a deny exception refuses a filter that merely overlaps it; otherwise only a filter it covers
 * @param aclChangeSweepsSubscriptions a change of an ACL profile removes the subscriptions its clients made and could not make now
 * @param oboChecksManagerAcl on-behalf-of: the subscribe ACL of the manager applies (that of the target never does)
 * @param managerFlagAtLogin subscriptionManagerEnabled counts as it was when the manager logged in, not as it is now
 * @param oboRemovesForeign on-behalf-of may remove what the client itself or management added; otherwise it answers not found
 * @param clientRemovesObo a client may remove what was added on its behalf
 * @param oboEndsWithManager subscriptions added on behalf of others go when their manager disconnects
 * @param greaterThanForMqtt on-behalf-of: a last level {@code >} for an MQTT target
 * @param mqttSpelling how monitor shows the subscriptions of an MQTT client
 * @param elidingToMqtt eliding applies to deliveries to MQTT clients
 * @param profileChangeNeedsDisabledUsername changing a profile of an enabled username is refused (89), as before SEMP 2.31; otherwise it disconnects
 * @param managementAddChecksAcl a subscription added to an MQTT session by SEMP must pass the subscribe ACL of the session's owner
 * @param cleanSessionsInConfig an MQTT session made by a clean connect is visible and writable in the SEMP config API, not only in monitor
 * @param mqttNameStable the client name #mqtt/<client id>/<n> of a durable session is the same for all its connections; otherwise n grows with each
 * @param durableSessionAcrossUsernames a durable MQTT session may be used, with all it holds, by another client username than its owner, who stays its owner; otherwise that login is refused
 * @param ownerlessSession who may use an MQTT session that management made without an owner
 * @param oboKeptByDurableSession what was added on behalf of the client of a durable MQTT session stays when it disconnects
 * @param cleanConnectWipesManagedSession a connect with a clean session removes the subscriptions of a session that management made; its messages go in any case
 * @param managementAddsInClients monitor shows a subscription added to an MQTT session by SEMP below its client as well
 * @param oboAddsInSessions SEMP shows a subscription added on behalf of an MQTT client below its session as well
 * @param qos1PromotesDirect a QoS 1 subscription also stores, and delivers with QoS 1, what was published with QoS 0 or as direct
 * @param sessionDeleteNeedsShutdown deleting an enabled MQTT session is refused (89), as on the command line
 * @param raggedPages SEMP collections come in short and even empty pages that still have a cursor
 * @param notFoundIs404 SEMP answers NOT_FOUND with HTTP 404, not 400
 * @param autoRouterInPath the virtual router may be given as {@code auto} in a SEMP path
 */
public record BrokerSwitches(
        SameName sameName,
        boolean takeOverAcrossUsernames,
        boolean denyExceptionRefusesOverlap,
        boolean aclChangeSweepsSubscriptions,
        boolean oboChecksManagerAcl,
        boolean managerFlagAtLogin,
        boolean oboRemovesForeign,
        boolean clientRemovesObo,
        boolean oboEndsWithManager,
        GreaterThanForMqtt greaterThanForMqtt,
        MqttSpelling mqttSpelling,
        boolean elidingToMqtt,
        boolean profileChangeNeedsDisabledUsername,
        boolean managementAddChecksAcl,
        boolean cleanSessionsInConfig,
        boolean mqttNameStable,
        boolean durableSessionAcrossUsernames,
        OwnerlessSession ownerlessSession,
        boolean oboKeptByDurableSession,
        boolean cleanConnectWipesManagedSession,
        boolean managementAddsInClients,
        boolean oboAddsInSessions,
        boolean qos1PromotesDirect,
        boolean sessionDeleteNeedsShutdown,
        boolean raggedPages,
        boolean notFoundIs404,
        boolean autoRouterInPath) {

    public enum SameName {
        /** The older connection is closed. */
        TAKE_OVER,
        /** The newer login is refused. */
        REFUSE
    }

    public enum GreaterThanForMqtt {
        /** A level that is the character {@code >}: matches nothing useful. */
        LITERAL,
        REFUSED,
        /** Like for an SMF target. */
        WORKS
    }

    public enum MqttSpelling {
        /** {@code +} and {@code #}. */
        MQTT,
        /** {@code *}, and a last level of the byte 0x03 for {@code #}. */
        SMF
    }

    public enum OwnerlessSession {
        /** The first client username that connects becomes its owner. */
        ADOPTED,
        /** Every client username may; it stays without an owner. */
        OPEN,
        /** Nobody, until management sets an owner. */
        REFUSED
    }

    /** What is thought most likely. */
    public static BrokerSwitches defaults() {
        return new BrokerSwitches(
                SameName.TAKE_OVER,
                true,
                true,
                false,
                true,
                false,
                true,
                true,
                false,
                GreaterThanForMqtt.LITERAL,
                MqttSpelling.MQTT,
                true,
                false,
                false,
                true,
                false,
                false,
                OwnerlessSession.ADOPTED,
                false,
                true,
                true,
                true,
                false,
                true,
                false,
                false,
                true);
    }

    /** Each fact the way that is hardest for a product that has to prove that nobody is sent what they may not see. */
    public static BrokerSwitches pessimistic() {
        return defaults()
                .with(s -> s.denyExceptionRefusesOverlap(false)
                        .managerFlagAtLogin(true)
                        .oboRemovesForeign(false)
                        .oboEndsWithManager(true)
                        .mqttSpelling(MqttSpelling.SMF)
                        .elidingToMqtt(false)
                        .cleanSessionsInConfig(false)
                        .mqttNameStable(true)
                        .durableSessionAcrossUsernames(true)
                        .ownerlessSession(OwnerlessSession.OPEN)
                        .oboKeptByDurableSession(true)
                        .cleanConnectWipesManagedSession(false)
                        .managementAddsInClients(false)
                        .oboAddsInSessions(false)
                        .qos1PromotesDirect(true)
                        .raggedPages(true)
                        .notFoundIs404(true)
                        .autoRouterInPath(false));
    }

    /** A copy with some of them changed: {@code defaults().with(s -> s.sameName(SameName.REFUSE))}. */
    public BrokerSwitches with(Consumer<BrokerSwitchesDraft> change) {
        BrokerSwitchesDraft draft = new BrokerSwitchesDraft(this);
        change.accept(draft);
        return draft.build();
    }
}
