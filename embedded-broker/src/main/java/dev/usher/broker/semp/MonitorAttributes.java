package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.Kind.BOOLEAN;
import static dev.usher.broker.semp.Attribute.Kind.INTEGER;
import static dev.usher.broker.semp.Attribute.Kind.STRING;
import static dev.usher.broker.semp.Attribute.key;
import static dev.usher.broker.semp.Attribute.parent;
import static dev.usher.broker.semp.Attribute.shown;

import dev.usher.broker.core.MqttPacketKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The attributes of the monitor API's own objects, and why the others are left out (SEMP v2 spec 10.26, monitor). */
final class MonitorAttributes {
    static final String VPN = "msgVpnName";

    private static final int NAME = 160;
    private static final String NO_BYTES = "bytes on the wire are not counted";
    private static final String NO_RATES = "rates are not measured";
    private static final String NO_CONTROL = "control messages are not counted";
    private static final String NO_ENDPOINTS = "there are no endpoints, flows and transactions";
    private static final String NO_REST = "there is no REST, AMQP and web transport";
    private static final String NO_EVENT = "this event is not raised";

    /** @param configured the type of the config API, whose attributes are shown here as well */
    static ObjectType vpn(ObjectType configured) {
        List<Attribute> attributes = shownAlike(configured);
        attributes.addAll(List.of(
                shown("dataRxMsgCount", INTEGER),
                shown("dataTxMsgCount", INTEGER),
                shown("discardedRxMsgCount", INTEGER),
                shown("discardedTxMsgCount", INTEGER),
                shown("failureReason", STRING),
                shown("maxEffectiveSubscriptionCount", INTEGER),
                shown("msgSpoolMsgCount", INTEGER),
                shown("msgSpoolUsage", INTEGER),
                shown("state", STRING),
                shown("systemManager", BOOLEAN)));
        return new ObjectType(
                        "MsgVpn",
                        attributes,
                        List.of(
                                "aclProfiles",
                                "clientProfiles",
                                "clientUsernames",
                                "clients",
                                "mqttSessions",
                                "queues"))
                .without(Omissions.of(
                        NO_BYTES,
                        "*ByteCount *CompressionRatio",
                        NO_RATES,
                        "*ByteRate *MsgRate *RequestRate rate",
                        NO_CONTROL,
                        "controlRxMsgCount controlTxMsgCount loginRxMsgCount loginTxMsgCount rxMsgCount txMsgCount",
                        NO_ENDPOINTS,
                        "maxEffectiveEndpointCount maxEffectiveRxFlowCount maxEffectiveTransact* maxEffectiveTxFlowCount"
                                + " msgReplay* msgSpoolRxMsgCount msgSpoolTxMsgCount kafkaBrokerConnectionCount",
                        "deprecated: the attributes are in the object itself",
                        "counter",
                        "there is no redundancy, replication and routing",
                        "configSyncLocal* replication* subscriptionExportProgress",
                        "what listens is up to whoever starts this broker",
                        "serviceMqttPlainText* serviceMqttTls* serviceMqttWebSocket* serviceSmfPlainText*"
                                + " serviceSmfTls* serviceWebPlainText* serviceWebTls*",
                        NO_REST,
                        "serviceAmqp* serviceRestIncoming*",
                        "each MQTT session has a limit of its own",
                        "maxMsgSpoolUsage"));
    }

    static final ObjectType CLIENT = new ObjectType(
                    "MsgVpnClient",
                    Stream.concat(
                                    Stream.of(
                                            parent(VPN),
                                            key("clientName", NAME),
                                            shown("aclProfileName", STRING),
                                            shown("aliasedFromMsgVpnName", STRING),
                                            shown("authorizationGroupName", STRING),
                                            shown("clientAddress", STRING),
                                            shown("clientId", INTEGER),
                                            shown("clientProfileName", STRING),
                                            shown("clientUsername", STRING),
                                            shown("dataRxMsgCount", INTEGER),
                                            shown("dataTxMsgCount", INTEGER),
                                            shown("description", STRING),
                                            shown("dtoLocalPriority", INTEGER),
                                            shown("eliding", BOOLEAN),
                                            shown("elidingTopicCount", INTEGER),
                                            shown("elidingTopicPeakCount", INTEGER),
                                            shown("mqttConnackErrorTxCount", INTEGER),
                                            shown("noSubscriptionMatchRxDiscardedMsgCount", INTEGER),
                                            shown("originalClientUsername", STRING),
                                            shown("platform", STRING),
                                            shown("publishTopicAclRxDiscardedMsgCount", INTEGER),
                                            shown("rxDiscardedMsgCount", INTEGER),
                                            shown("scheduledDisconnectTime", INTEGER),
                                            shown("slowSubscriber", BOOLEAN),
                                            shown("softwareVersion", STRING),
                                            shown("tlsCipherDescription", STRING),
                                            shown("tlsDowngradedToPlainText", BOOLEAN),
                                            shown("tlsVersion", STRING),
                                            shown("topicParseErrorRxDiscardedMsgCount", INTEGER),
                                            shown("txDiscardedMsgCount", INTEGER),
                                            shown("uptime", INTEGER),
                                            shown("virtualRouter", STRING)),
                                    mqttPackets())
                            .toList(),
                    List.of("connections", "subscriptions"))
            .without(Omissions.of(
                    NO_BYTES,
                    "*ByteCount",
                    NO_RATES,
                    "*ByteRate *MsgRate",
                    NO_CONTROL,
                    "controlRxMsgCount controlTxMsgCount loginRxMsgCount loginTxMsgCount rxMsgCount txMsgCount",
                    NO_ENDPOINTS,
                    "*BindFailureCount bindRequestCount bindSuccessCount msgSpool*",
                    NO_REST,
                    "amqp* rest* web*",
                    NO_EVENT,
                    "largeMsgEventRaised maxElidingTopicCountEventRaised",
                    "not told by the protocols here",
                    "softwareDate user keepalive keepaliveEffectiveTimeout",
                    "deliver-to-one and no-local are not shown",
                    "dtoNetworkPriority noLocalDelivery"));

    static final ObjectType CLIENT_SUBSCRIPTION = new ObjectType(
                    "MsgVpnClientSubscription",
                    List.of(parent(VPN), parent("clientName"), key("subscriptionTopic", 255)))
            .without(Omissions.of("deliver-to-one is not shown", "dtoPriority"));

    static final ObjectType CONNECTION = new ObjectType(
                    "MsgVpnClientConnection",
                    List.of(
                            parent(VPN),
                            parent("clientName"),
                            key("clientAddress", 64),
                            shown("compression", BOOLEAN),
                            shown("encryption", BOOLEAN),
                            shown("tcpState", STRING),
                            shown("uptime", INTEGER)))
            .without(Omissions.of(
                    "the operating system does not tell",
                    "fastRetransmitCount segmentReceivedOutOfOrderCount smoothedRoundTripTime timedRetransmitCount"
                            + " rxQueueByteCount txQueueByteCount"));

    static ObjectType session(ObjectType configured) {
        List<Attribute> attributes = shownAlike(configured);
        attributes.addAll(List.of(
                shown("clean", BOOLEAN),
                shown("clientName", STRING),
                shown("createdByManagement", BOOLEAN),
                shown("durable", BOOLEAN),
                shown("expiryTime", INTEGER),
                shown("queueName", STRING)));
        mqttPackets().forEach(attributes::add);
        return new ObjectType("MsgVpnMqttSession", attributes, List.of("subscriptions"))
                .without(Omissions.of(
                        "MQTT 5 only", "maxPacketSize rxMax",
                        "wills are not shown", "will",
                        "a refused connection is not counted", "mqttConnackErrorTxCount",
                        "deprecated: the attributes are in the object itself", "counter"));
    }

    static final Omissions OF_QUEUES = Omissions.of(
            NO_BYTES,
            "spooledByteCount msgSpoolPeakUsage",
            NO_RATES,
            "*ByteRate *MsgRate *RequestRate",
            "queues are those of MQTT sessions, without settings of their own",
            "accessType bind* *BindFailureCount consumerAckPropagationEnabled deadMsgQueue deliver* egressEnabled event*"
                    + " ingressEnabled low* max* networkTopic partition* permission redeliveryDelay* redeliveryEnabled"
                    + " reject* respect* transportRetransmitMsgCount txSelector virtualRouter",
            "not counted",
            "*DiscardedMsgCount deletedMsgCount highest* inProgressAckMsgCount last* replay* replication*");

    static final Omissions OF_MESSAGES = Omissions.of(
            "not kept with the message",
            "contentSize deliveryEligibleTime dmqEligible* expiryTime partitionKey* priority publisherId replica* ttl");

    private MonitorAttributes() {}

    /** The configured attributes as the monitor API has them: the same ones, and none can be written. */
    static List<Attribute> shownAlike(ObjectType configured) {
        List<Attribute> attributes = new ArrayList<>();
        configured.attributes().stream()
                .filter(Attribute::readable)
                .map(a -> a.identifying() ? a : shown(a.name(), a.kind()))
                .forEach(attributes::add);
        return attributes;
    }

    private static Stream<Attribute> mqttPackets() {
        return Stream.of(MqttPacketKind.values()).map(kind -> shown(kind.sempName(), INTEGER));
    }
}
