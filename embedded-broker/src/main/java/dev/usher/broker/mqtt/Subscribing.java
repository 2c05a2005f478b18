package dev.usher.broker.mqtt;

import dev.usher.broker.core.Client;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Inbox;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.SubscribeOutcome;
import dev.usher.broker.switches.MqttSwitches.SubscribeRefusal;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client asks for in SUBSCRIBE and UNSUBSCRIBE, and the return codes (MQTT 3.1.1, 3.8 to 3.11). */
final class Subscribing {
    /** Solace's tutorials and PubSub+ docs, "Requesting Session Info with Special Topics". */
    private static final Map<String, Function<Client, String>> ASKED = Map.of(
            "$SYS/client/client-name", Client::name, "$SYS/client/reply-to", client -> Inbox.inMqtt(client.inbox()));

    private static final Logger log = LoggerFactory.getLogger(Subscribing.class);
    /** No return code of MQTT 3.1.1. */
    private static final int ACL_DENIED = -1;

    private static final int MAX_TOPIC_BYTES = 250;
    private static final int MAX_TOPIC_LEVELS = 128;

    /**
     * @param answers what the client wants to be told of itself
     * @param toBeClosed the ACL refused a filter, and that ends the connection
     */
    record Granted(List<Integer> codes, List<Message> answers, boolean toBeClosed) {}

    private Subscribing() {}

    static Granted subscribe(Client client, List<MqttTopicSubscription> wanted, SubscribeRefusal onRefusal) {
        List<Integer> codes = new ArrayList<>();
        List<Message> answers = new ArrayList<>();
        boolean toBeClosed = false;
        for (MqttTopicSubscription subscription : wanted) {
            String filter = subscription.topicFilter();
            Function<Client, String> asked = ASKED.get(filter);
            if (asked != null) {
                answers.add(Message.of(filter, asked.apply(client).getBytes(StandardCharsets.UTF_8)));
                codes.add(MqttPackets.GRANTED_QOS_0);
            } else {
                // QoS 2 subscriptions do not exist: at most 1 is granted (SEMP v2 spec, subscriptionQos).
                int qos = Math.min(1, subscription.qualityOfService().value());
                OptionalInt allowed = client.session().orElseThrow().grantedQos(client.guaranteed(), qos);
                int code = allowed.isEmpty()
                        ? MqttPackets.SUBSCRIBE_FAILURE
                        : subscribe(client, filter, allowed.getAsInt());
                boolean denied = code == ACL_DENIED;
                toBeClosed |= denied && onRefusal == SubscribeRefusal.CLOSE;
                codes.add(!denied ? code : onRefusal == SubscribeRefusal.SILENT ? qos : MqttPackets.SUBSCRIBE_FAILURE);
            }
        }
        return new Granted(codes, answers, toBeClosed);
    }

    private static int subscribe(Client client, String text, int qos) {
        if (text.startsWith("$share/") || text.startsWith("$SYS/client/")) {
            log.info("mqtt subscribe refused client={} reason=\"not modelled\" filter={}", client.name(), text);
            return MqttPackets.SUBSCRIBE_FAILURE;
        }
        try {
            SubscribeOutcome outcome = client.subscribe(Filter.mqtt(text), qos);
            boolean there = outcome == SubscribeOutcome.OK || outcome == SubscribeOutcome.ALREADY_EXISTS;
            log.debug("mqtt subscribe client={} filter={} qos={} outcome={}", client.name(), text, qos, outcome);
            return !there
                    ? outcome == SubscribeOutcome.ACL_DENIED ? ACL_DENIED : MqttPackets.SUBSCRIBE_FAILURE
                    : qos == 0 ? MqttPackets.GRANTED_QOS_0 : MqttPackets.GRANTED_QOS_1;
        } catch (IllegalArgumentException e) {
            log.debug("mqtt subscribe invalid client={} filter={}", client.name(), text);
            return MqttPackets.SUBSCRIBE_FAILURE;
        }
    }

    static void unsubscribe(Client client, List<String> filters) {
        for (String text : filters) {
            try {
                client.unsubscribe(Filter.mqtt(text));
            } catch (IllegalArgumentException e) {
                // It cannot be in the table; UNSUBACK has no error code (MQTT 3.1.1, 3.11).
                log.debug("mqtt unsubscribe invalid client={} filter={}", client.name(), text);
            }
        }
    }

    /** Beyond what a connection may name at all (PubSub+ docs, "MQTT Topics"). */
    static boolean outOfLimits(String topic) {
        return topic.getBytes(StandardCharsets.UTF_8).length > MAX_TOPIC_BYTES
                || topic.chars().filter(c -> c == '/').count() >= MAX_TOPIC_LEVELS;
    }
}
