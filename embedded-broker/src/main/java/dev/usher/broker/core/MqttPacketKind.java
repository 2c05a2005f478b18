package dev.usher.broker.core;

/** The MQTT packets that the broker counts for a client and its session (SEMP v2 monitor, MsgVpnClient.mqttConnectRxCount and its like). */
public enum MqttPacketKind {
    CONNECT("mqttConnectRxCount"),
    CONNACK("mqttConnackTxCount"),
    DISCONNECT("mqttDisconnectRxCount"),
    PINGREQ("mqttPingreqRxCount"),
    PINGRESP("mqttPingrespTxCount"),
    PUBACK_RECEIVED("mqttPubackRxCount"),
    PUBACK_SENT("mqttPubackTxCount"),
    PUBCOMP("mqttPubcompTxCount"),
    PUBLISH_QOS0_RECEIVED("mqttPublishQos0RxCount"),
    PUBLISH_QOS0_SENT("mqttPublishQos0TxCount"),
    PUBLISH_QOS1_RECEIVED("mqttPublishQos1RxCount"),
    PUBLISH_QOS1_SENT("mqttPublishQos1TxCount"),
    PUBLISH_QOS2_RECEIVED("mqttPublishQos2RxCount"),
    PUBREC("mqttPubrecTxCount"),
    PUBREL("mqttPubrelRxCount"),
    SUBACK("mqttSubackTxCount"),
    /** With at least one failure code in it. */
    SUBACK_ERROR("mqttSubackErrorTxCount"),
    SUBSCRIBE("mqttSubscribeRxCount"),
    UNSUBACK("mqttUnsubackTxCount"),
    UNSUBSCRIBE("mqttUnsubscribeRxCount");

    private final String sempName;

    MqttPacketKind(String sempName) {
        this.sempName = sempName;
    }

    public String sempName() {
        return sempName;
    }
}
