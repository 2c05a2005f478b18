package dev.usher.broker.switches;

/** Messages: what passes between protocols, eliding, guaranteed publishing. */
public sealed interface MessageSwitches permits BrokerSwitches {

    /** Topics of a client beyond its profile's elidingMaxTopicCount. */
    enum ElidingOverflow {
        /** Delivered one by one. */
        UNELIDED,
        /** Discarded. */
        DROPPED
    }

    Switch<Boolean> ELIDING_TO_MQTT = Switch.of("elidingToMqtt", true, false);

    /** Eliding applies to deliveries to MQTT clients. */
    default boolean elidingToMqtt() {
        return get(ELIDING_TO_MQTT);
    }

    default BrokerSwitches elidingToMqtt(boolean value) {
        return with(ELIDING_TO_MQTT, value);
    }

    Switch<Boolean> MQTT_PUBLISH_ELIDABLE = Switch.of("mqttPublishElidable", false, true);

    /** What MQTT clients publish with QoS 0 may be elided; otherwise only what an SMF publisher marked. */
    default boolean mqttPublishElidable() {
        return get(MQTT_PUBLISH_ELIDABLE);
    }

    default BrokerSwitches mqttPublishElidable(boolean value) {
        return with(MQTT_PUBLISH_ELIDABLE, value);
    }

    Switch<Boolean> ELIDING_DELAY_AT_CONNECT = Switch.of("elidingDelayAtConnect", false, true);

    /** elidingDelay counts as it was when the client connected, not as it is now. */
    default boolean elidingDelayAtConnect() {
        return get(ELIDING_DELAY_AT_CONNECT);
    }

    default BrokerSwitches elidingDelayAtConnect(boolean value) {
        return with(ELIDING_DELAY_AT_CONNECT, value);
    }

    Switch<ElidingOverflow> ELIDING_OVERFLOW =
            Switch.of("elidingOverflow", ElidingOverflow.UNELIDED, ElidingOverflow.DROPPED);

    /** What becomes of topics beyond the number that eliding keeps track of. */
    default ElidingOverflow elidingOverflow() {
        return get(ELIDING_OVERFLOW);
    }

    default BrokerSwitches elidingOverflow(ElidingOverflow value) {
        return with(ELIDING_OVERFLOW, value);
    }

    Switch<Boolean> UNKNOWN_FLOW_IS_NEW = Switch.of("unknownFlowIsNew", false, true);

    /** A publisher flow that the broker does not know is opened under the name the client gives, after what that had acknowledged; otherwise refused (400 Unknown Flow Name). */
    default boolean unknownFlowIsNew() {
        return get(UNKNOWN_FLOW_IS_NEW);
    }

    default BrokerSwitches unknownFlowIsNew(boolean value) {
        return with(UNKNOWN_FLOW_IS_NEW, value);
    }

    Switch<Boolean> PLAIN_TEXT_TO_MQTT = Switch.of("plainTextToMqtt", true, false);

    /** Of a text message MQTT clients get the text; otherwise the structured data it is encoded in. */
    default boolean plainTextToMqtt() {
        return get(PLAIN_TEXT_TO_MQTT);
    }

    default BrokerSwitches plainTextToMqtt(boolean value) {
        return with(PLAIN_TEXT_TO_MQTT, value);
    }

    /** The value of a switch. */
    <T> T get(Switch<T> key);

    /** A copy with another value. */
    <T> BrokerSwitches with(Switch<T> key, T value);
}
