package dev.usher.broker.semp;

import static dev.usher.broker.semp.Attribute.choice;
import static dev.usher.broker.semp.Attribute.flag;
import static dev.usher.broker.semp.Attribute.number;
import static dev.usher.broker.semp.Attribute.text;

import dev.usher.broker.core.Notes;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes that permit or limit what this broker refuses in any case, such as endpoints, consumer flows, transactions and
 * compression: they are kept as given and returned (SEMP v2 spec 10.26, config). Using what they permit is refused all the
 * same, so nobody is misled.
 */
final class NotedAttributes {
    private static final long CONNECTIONS = 200_000;
    private static final String TEMPLATE = "[^#?*]?[^?*]*";

    static final NotedAttributes NONE = new NotedAttributes(List.of());

    /** The defaults that vary by platform are ours. */
    static final NotedAttributes MSG_VPN = new NotedAttributes(List.of(
            number("maxEgressFlowCount", 0, CONNECTIONS, 1_000L),
            number("maxEndpointCount", 0, CONNECTIONS, 1_000L),
            number("maxKafkaBrokerConnectionCount", 0, 10_000, 10_000L),
            number("maxTransactedSessionCount", 0, 100_000, 1_000L),
            number("maxTransactionCount", 0, 100_000, 50_000L),
            number("serviceAmqpMaxConnectionCount", 0, CONNECTIONS, CONNECTIONS),
            number("serviceRestIncomingMaxConnectionCount", 0, CONNECTIONS, CONNECTIONS),
            number("serviceRestOutgoingMaxConnectionCount", 0, 30_000, 6_000L)));

    static final NotedAttributes CLIENT_PROFILE = new NotedAttributes(List.of(
            flag("allowBridgeConnectionsEnabled", false),
            flag("allowCutThroughForwardingEnabled", false),
            choice("allowGuaranteedEndpointCreateDurability", List.of("all", "durable", "non-durable"), "all"),
            flag("allowSharedSubscriptionsEnabled", false),
            flag("allowTransactedSessionsEnabled", false),
            text("apiQueueManagementCopyFromOnCreateName", 200, "").like("[^*?'<>&;]*", 0),
            text("apiQueueManagementCopyFromOnCreateTemplateName", 255, "").like(TEMPLATE, 0),
            text("apiTopicEndpointManagementCopyFromOnCreateName", 200, ""),
            text("apiTopicEndpointManagementCopyFromOnCreateTemplateName", 255, "")
                    .like(TEMPLATE, 0),
            flag("compressionEnabled", true),
            number("maxAmqpLinkCount", 0, 146_625, 146_625L),
            number("maxEgressFlowCount", 0, CONNECTIONS, 1_000L),
            number("maxEndpointCountPerClientUsername", 0, CONNECTIONS, 1_000L),
            number("maxMsgsPerTransaction", 1, 20_000, 256L),
            number("maxTransactedSessionCount", 0, 100_000, 10L),
            number("maxTransactionCount", 0, 100_000, 50_000L),
            flag("replicationAllowClientConnectWhenStandbyEnabled", false),
            flag("tlsAllowDowngradeToPlainTextEnabled", true)));

    private final List<Attribute> attributes;

    private NotedAttributes(List<Attribute> attributes) {
        this.attributes = List.copyOf(attributes);
    }

    List<Attribute> attributes() {
        return attributes;
    }

    /** Adds what is noted of an object, and the default of what is not. */
    JsonObject show(JsonObject json, Notes notes, String object) {
        Map<String, Object> known = notes.of(object);
        attributes.forEach(a -> json.put(a.name(), known.getOrDefault(a.name(), a.defaultValue())));
        return json;
    }

    /** Keeps those of the attributes that a change has. */
    void keep(JsonObject changes, Notes notes, String object) {
        Map<String, Object> now = new HashMap<>();
        attributes.stream()
                .filter(a -> changes.containsKey(a.name()))
                .forEach(a -> now.put(a.name(), changes.getValue(a.name())));
        if (!now.isEmpty()) {
            notes.put(object, now);
        }
    }
}
