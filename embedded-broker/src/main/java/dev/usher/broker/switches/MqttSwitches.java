package dev.usher.broker.switches;

import dev.usher.broker.switches.BrokerSwitches.MqttSpelling;
import dev.usher.broker.switches.BrokerSwitches.OwnerlessSession;

/** MQTT clients and their sessions. */
public sealed interface MqttSwitches permits BrokerSwitches {

    /** What an MQTT client gets whose SUBSCRIBE names a filter that the ACL refuses. */
    enum SubscribeRefusal {
        /** SUBACK with 0x80 for that filter. */
        SUBACK_FAILURE,
        /** The connection is closed. */
        CLOSE,
        /** SUBACK as if it were granted; nothing arrives. */
        SILENT
    }

    /** What a QoS 1 subscription gets whose client profile does not allow it. */
    enum Qos1Refusal {
        /** It is granted with QoS 0 (MQTT 3.1.1, 3.8.4). */
        GRANT_QOS_0,
        /** SUBACK with 0x80. */
        SUBACK_FAILURE
    }

    /** What an MQTT client gets whose PUBLISH is not allowed: MQTT 3.1.1 leaves these two (3.3.5). */
    enum PublishRefusal {
        /** An acknowledgement, where its QoS has one; nobody gets the message. */
        ACKNOWLEDGE,
        /** The connection is closed. */
        CLOSE
    }

    Switch<Boolean> MQTT_QOS1_NEEDS_ENDPOINT_CREATE = Switch.of("mqttQos1NeedsEndpointCreate", true, false);

    /** The first QoS 1 subscription of a session, which makes its queue, needs allowGuaranteedEndpointCreateEnabled, not only allowGuaranteedMsgReceiveEnabled. */
    default boolean mqttQos1NeedsEndpointCreate() {
        return get(MQTT_QOS1_NEEDS_ENDPOINT_CREATE);
    }

    default BrokerSwitches mqttQos1NeedsEndpointCreate(boolean value) {
        return with(MQTT_QOS1_NEEDS_ENDPOINT_CREATE, value);
    }

    Switch<Qos1Refusal> MQTT_QOS1_REFUSAL =
            Switch.of("mqttQos1Refusal", Qos1Refusal.GRANT_QOS_0, Qos1Refusal.GRANT_QOS_0);

    /** How a QoS 1 subscription is refused that the client profile does not allow. */
    default Qos1Refusal mqttQos1Refusal() {
        return get(MQTT_QOS1_REFUSAL);
    }

    default BrokerSwitches mqttQos1Refusal(Qos1Refusal value) {
        return with(MQTT_QOS1_REFUSAL, value);
    }

    Switch<PublishRefusal> MQTT_PUBLISH_REFUSAL =
            Switch.of("mqttPublishRefusal", PublishRefusal.ACKNOWLEDGE, PublishRefusal.ACKNOWLEDGE);

    /** How a PUBLISH is refused that the ACL, or with QoS 1 and 2 the client profile, does not allow. */
    default PublishRefusal mqttPublishRefusal() {
        return get(MQTT_PUBLISH_REFUSAL);
    }

    default BrokerSwitches mqttPublishRefusal(PublishRefusal value) {
        return with(MQTT_PUBLISH_REFUSAL, value);
    }

    Switch<MqttSpelling> MQTT_SPELLING = Switch.of("mqttSpelling", MqttSpelling.MQTT, MqttSpelling.SMF);

    /** How monitor shows the subscriptions of an MQTT client. */
    default MqttSpelling mqttSpelling() {
        return get(MQTT_SPELLING);
    }

    default BrokerSwitches mqttSpelling(MqttSpelling value) {
        return with(MQTT_SPELLING, value);
    }

    Switch<Boolean> MQTT_NAME_STABLE = Switch.of("mqttNameStable", false, true);

    /** The client name {@code #mqtt/<client id>/<n>} of a durable session is the same for all its connections; otherwise n grows with each. */
    default boolean mqttNameStable() {
        return get(MQTT_NAME_STABLE);
    }

    default BrokerSwitches mqttNameStable(boolean value) {
        return with(MQTT_NAME_STABLE, value);
    }

    Switch<SubscribeRefusal> MQTT_SUBSCRIBE_REFUSAL =
            Switch.of("mqttSubscribeRefusal", SubscribeRefusal.SUBACK_FAILURE, SubscribeRefusal.SUBACK_FAILURE);

    /** How a SUBSCRIBE is refused that the ACL does not allow. */
    default SubscribeRefusal mqttSubscribeRefusal() {
        return get(MQTT_SUBSCRIBE_REFUSAL);
    }

    default BrokerSwitches mqttSubscribeRefusal(SubscribeRefusal value) {
        return with(MQTT_SUBSCRIBE_REFUSAL, value);
    }

    Switch<Boolean> DURABLE_SESSION_ACROSS_USERNAMES = Switch.of("durableSessionAcrossUsernames", false, true);

    /** A durable session may be used, with all it holds, by another client username than its owner, who stays its owner; otherwise that login is refused. */
    default boolean durableSessionAcrossUsernames() {
        return get(DURABLE_SESSION_ACROSS_USERNAMES);
    }

    default BrokerSwitches durableSessionAcrossUsernames(boolean value) {
        return with(DURABLE_SESSION_ACROSS_USERNAMES, value);
    }

    Switch<OwnerlessSession> OWNERLESS_SESSION =
            Switch.of("ownerlessSession", OwnerlessSession.ADOPTED, OwnerlessSession.OPEN);

    /** Who may use a session that management made without an owner. */
    default OwnerlessSession ownerlessSession() {
        return get(OWNERLESS_SESSION);
    }

    default BrokerSwitches ownerlessSession(OwnerlessSession value) {
        return with(OWNERLESS_SESSION, value);
    }

    Switch<Boolean> CLEAN_CONNECT_WIPES_MANAGED_SESSION = Switch.of("cleanConnectWipesManagedSession", true, false);

    /** A connect with a clean session removes the subscriptions of a session that management made; its messages go in any case. */
    default boolean cleanConnectWipesManagedSession() {
        return get(CLEAN_CONNECT_WIPES_MANAGED_SESSION);
    }

    default BrokerSwitches cleanConnectWipesManagedSession(boolean value) {
        return with(CLEAN_CONNECT_WIPES_MANAGED_SESSION, value);
    }

    Switch<Boolean> QOS1_PROMOTES_DIRECT = Switch.of("qos1PromotesDirect", false, true);

    /** A QoS 1 subscription also stores, and delivers with QoS 1, what was published with QoS 0 or as direct. */
    default boolean qos1PromotesDirect() {
        return get(QOS1_PROMOTES_DIRECT);
    }

    default BrokerSwitches qos1PromotesDirect(boolean value) {
        return with(QOS1_PROMOTES_DIRECT, value);
    }

    /** The value of a switch. */
    <T> T get(Switch<T> key);

    /** A copy with another value. */
    <T> BrokerSwitches with(Switch<T> key, T value);

    Switch<Boolean> MQTT_EVENT_NAMES = Switch.of("mqttEventNames", false, true);

    /** Events of MQTT clients have names of their own: CLIENT_CLIENT_CONNECT_MQTT and CLIENT_CLIENT_DISCONNECT_MQTT. */
    default boolean mqttEventNames() {
        return get(MQTT_EVENT_NAMES);
    }

    default BrokerSwitches mqttEventNames(boolean value) {
        return with(MQTT_EVENT_NAMES, value);
    }
}
