package dev.usher.broker.mqtt;

import dev.usher.broker.core.Client;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.SubscribeOutcome;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client asks for in SUBSCRIBE and UNSUBSCRIBE, and the return codes (MQTT 3.1.1, 3.8 to 3.11). */
final class Subscribing {
    static final String CLIENT_NAME_TOPIC = "$SYS/client/client-name";

    private static final Logger log = LoggerFactory.getLogger(Subscribing.class);
    private static final int MAX_TOPIC_BYTES = 250;
    private static final int MAX_TOPIC_LEVELS = 128;

    /** @param nameAsked the client wants to be told its client name */
    record Granted(List<Integer> codes, boolean nameAsked) {}

    private Subscribing() {}

    static Granted subscribe(Client client, List<MqttTopicSubscription> wanted) {
        List<Integer> codes = new ArrayList<>();
        boolean nameAsked = false;
        for (MqttTopicSubscription subscription : wanted) {
            String filter = subscription.topicFilter();
            if (filter.equals(CLIENT_NAME_TOPIC)) {
                nameAsked = true;
                codes.add(MqttPackets.GRANTED_QOS_0);
            } else {
                // QoS 2 subscriptions do not exist: at most 1 is granted (SEMP v2 spec, subscriptionQos).
                codes.add(subscribe(
                        client,
                        filter,
                        Math.min(1, subscription.qualityOfService().value())));
            }
        }
        return new Granted(codes, nameAsked);
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
                    ? MqttPackets.SUBSCRIBE_FAILURE
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
