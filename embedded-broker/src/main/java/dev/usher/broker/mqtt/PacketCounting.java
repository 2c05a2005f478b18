package dev.usher.broker.mqtt;

import dev.usher.broker.core.MqttPacketCounts;
import dev.usher.broker.core.MqttPacketKind;
import io.netty.handler.codec.mqtt.MqttMessage;

/** Which count of a connected client a packet belongs to. */
final class PacketCounting {

    private PacketCounting() {}

    static void received(MqttPacketCounts counts, MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH ->
                counts.add(
                        switch (packet.fixedHeader().qosLevel()) {
                            case AT_LEAST_ONCE -> MqttPacketKind.PUBLISH_QOS1_RECEIVED;
                            case EXACTLY_ONCE -> MqttPacketKind.PUBLISH_QOS2_RECEIVED;
                            default -> MqttPacketKind.PUBLISH_QOS0_RECEIVED;
                        });
            case PUBACK -> counts.add(MqttPacketKind.PUBACK_RECEIVED);
            case PUBREL -> counts.add(MqttPacketKind.PUBREL);
            case SUBSCRIBE -> counts.add(MqttPacketKind.SUBSCRIBE);
            case UNSUBSCRIBE -> counts.add(MqttPacketKind.UNSUBSCRIBE);
            case PINGREQ -> counts.add(MqttPacketKind.PINGREQ);
            case DISCONNECT -> counts.add(MqttPacketKind.DISCONNECT);
            default -> {
                // Refused by whoever reads it.
            }
        }
    }

    /** The one answer that a packet gets; of SUBSCRIBE it depends on what was granted, and is counted there. */
    static void answered(MqttPacketCounts counts, MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> {
                switch (packet.fixedHeader().qosLevel()) {
                    case AT_LEAST_ONCE -> counts.add(MqttPacketKind.PUBACK_SENT);
                    case EXACTLY_ONCE -> counts.add(MqttPacketKind.PUBREC);
                    default -> {
                        // QoS 0 has no answer.
                    }
                }
            }
            case PUBREL -> counts.add(MqttPacketKind.PUBCOMP);
            case UNSUBSCRIBE -> counts.add(MqttPacketKind.UNSUBACK);
            case PINGREQ -> counts.add(MqttPacketKind.PINGRESP);
            default -> {
                // The others have none.
            }
        }
    }
}
