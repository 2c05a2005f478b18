package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.CannotTell;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.SmfClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Quality of service, and what a session keeps while its client is away. */
final class MqttDeliveryFacts {
    private static final String STATE = "MQTT 3.1.1, 3.1.2.4";

    private MqttDeliveryFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("mqtt-session-present")
                        .asks("Does CONNACK tell a durable session that was kept from a new one?")
                        .matters("A browser knows by it whether to ask for its seat again.")
                        .documented(YES, "MQTT 3.1.1, 3.2.2.2")
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            MqttClient first = lab.durable(alice, "m", 0);
                            leave(lab, first);
                            return Answer.yesNo(!first.sessionPresent()
                                    && lab.durable(alice, "m", 0).sessionPresent());
                        }),
                fact("mqtt-clean-session-forgets")
                        .asks("Does a connect with a clean session discard a durable session?")
                        .matters("What was subscribed before must not come back.")
                        .documented(YES, STATE)
                        .by(MqttDeliveryFacts::cleanForgets),
                fact("mqtt-qos1-kept-while-away")
                        .asks(
                                "Does a durable session keep guaranteed messages for a QoS 1 subscription while its client is away?")
                        .matters("A user who was revoked meanwhile must not get them.")
                        .documented(YES, STATE)
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            MqttClient client = lab.durable(alice, "m", 1);
                            client.subscribe(lab.topic("a"), 1);
                            leave(lab, client);
                            guaranteed(lab.smf(lab.username("feed")), lab.topic("a"), "kept");
                            MqttClient again = lab.durable(alice, "m", 1);
                            return Answer.yesNo(again.next().payload().equals("kept"));
                        }),
                fact("mqtt-qos0-not-kept-while-away")
                        .asks("Does a durable session keep messages for a QoS 0 subscription while its client is away?")
                        .matters("Old prices are worse than none.")
                        .assumed(NO)
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            MqttClient client = lab.durable(alice, "m", 0);
                            client.subscribe(lab.topic("a"), 0);
                            leave(lab, client);
                            SmfClient feed = lab.smf(lab.username("feed"));
                            feed.publish(lab.topic("a"), "missed");
                            MqttClient again = lab.durable(alice, "m", 0);
                            return Answer.yesNo(
                                    Heard.payloads(again.heardSoFar(feed)).contains("missed"));
                        }),
                fact("mqtt-qos1-promotes-direct")
                        .asks("With which QoS does a direct message reach a QoS 1 subscription?")
                        .matters("With QoS 1 it is stored for clients that are away.")
                        .unconfirmed(NO, "qos1PromotesDirect")
                        .by(lab -> {
                            MqttClient alice = lab.durable(lab.username("alice"), "m", 1);
                            alice.subscribe(lab.topic("a"), 1);
                            lab.smf(lab.username("feed")).publish(lab.topic("a"), "x");
                            int qos = alice.next().qos();
                            return Answer.of(qos == 1 ? YES : NO, "delivered with QoS " + qos);
                        }),
                fact("mqtt-qos1-guaranteed")
                        .asks("With which QoS does a persistent JCSMP message reach a QoS 1 subscription?")
                        .matters("Guaranteed publishing reaches browsers as QoS 1.")
                        .documented("1", "PubSub+ docs, Topic Matching and Message Delivery Modes")
                        .by(lab -> {
                            MqttClient alice = lab.durable(lab.username("alice"), "m", 1);
                            alice.subscribe(lab.topic("a"), 1);
                            guaranteed(lab.smf(lab.username("feed")), lab.topic("a"), "x");
                            return Answer.of(String.valueOf(alice.next().qos()));
                        }),
                fact("mqtt-qos1-redelivered")
                        .asks(
                                "Is a QoS 1 message that was not acknowledged sent again, and marked so, after a reconnect?")
                        .matters("Nothing that counts may be lost with a connection.")
                        .documented(YES, "MQTT 3.1.1, 4.4")
                        .by(MqttDeliveryFacts::redelivered),
                fact("mqtt-qos-overlap")
                        .asks(
                                "With which QoS does a guaranteed message arrive that a QoS 0 and a QoS 1 subscription match, and how often?")
                        .matters("Overlapping entitlements must not multiply data.")
                        .assumed("once, QoS 1")
                        .by(MqttDeliveryFacts::overlap),
                fact("mqtt-publish-refused-by-acl")
                        .asks("What becomes of an MQTT client that publishes with QoS 1 what its ACL refuses?")
                        .matters("MQTT 3.1.1 has no way to say no.")
                        .unconfirmed("acknowledge", "mqttPublishRefusal")
                        .by(MqttDeliveryFacts::refusedPublish),
                fact("mqtt-qos1-refused")
                        .asks(
                                "What does SUBACK say of QoS 1 when the client profile does not allow guaranteed messages?")
                        .matters("Browsers whose profile is lean still have to be served.")
                        .unconfirmed("grant-qos-0", "mqttQos1Refusal")
                        .by(lab -> switch (grantedWithout(
                                lab, "allowGuaranteedMsgReceiveEnabled", "allowGuaranteedEndpointCreateEnabled")) {
                            case 0 -> Answer.of("grant-qos-0");
                            case MqttClient.REFUSED -> Answer.of("suback-failure");
                            default -> Answer.of("grant-qos-1");
                        }),
                fact("mqtt-qos1-needs-endpoint-create")
                        .asks(
                                "Does a QoS 1 subscription need allowGuaranteedEndpointCreateEnabled in the client profile?")
                        .matters("It is off in a fresh profile.")
                        .unconfirmed(YES, "mqttQos1NeedsEndpointCreate")
                        .by(lab -> {
                            int granted = grantedWithout(lab, "allowGuaranteedEndpointCreateEnabled");
                            return Answer.of(granted == 1 ? NO : YES, AclFacts.code(granted));
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.MQTT, id);
    }

    static void leave(Lab lab, MqttClient client) {
        lab.leaves(client.clientName(), client::disconnect);
    }

    static void guaranteed(SmfClient feed, String topic, String payload) throws Exception {
        feed.publishGuaranteed(topic, payload).ifPresent(nack -> {
            throw new CannotTell("the guaranteed message was not accepted: " + nack);
        });
    }

    /** The answer to a QoS 1 subscription under a client profile that lacks these permissions. */
    private static int grantedWithout(Lab lab, String... permissions) throws Exception {
        JsonObject change = new JsonObject();
        for (String permission : permissions) {
            change.put(permission, false);
        }
        lab.tuneClientProfile(change);
        return lab.mqtt(lab.username("alice"), "m").subscribe(lab.topic("a"), 1);
    }

    private static Answer cleanForgets(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        MqttClient durable = lab.durable(alice, "m", 0);
        durable.subscribe(lab.topic("a"), 0);
        leave(lab, durable);
        MqttClient clean = lab.mqtt(alice, "m");
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("a"), "x");
        boolean heard = Heard.payloads(clean.heardSoFar(feed)).contains("x");
        return Answer.yesNo(!heard && !clean.sessionPresent());
    }

    private static Answer redelivered(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        MqttClient client = lab.durable(alice, "m", 1);
        client.acknowledgeNothing();
        client.subscribe(lab.topic("a"), 1);
        guaranteed(lab.smf(lab.username("feed")), lab.topic("a"), "x");
        client.next();
        client.vanish();
        MqttClient again = lab.durable(alice, "m", 1);
        Heard second = again.next();
        return Answer.of(
                second.payload().equals("x") && second.repeated() ? YES : NO,
                second.repeated() ? "" : "sent without the DUP mark");
    }

    private static Answer overlap(Lab lab) throws Exception {
        MqttClient alice = lab.durable(lab.username("alice"), "m", 1);
        alice.subscribe(lab.topic("a/b"), 0);
        alice.subscribe(lab.topic("a/+"), 1);
        MqttClient feed = lab.mqtt(lab.username("feed"), "f");
        feed.publish(lab.topic("a/b"), "x", 1, false);
        List<Heard> heard = alice.heardSoFar(feed, 1);
        return Answer.of(heard.size() == 1 ? "once, QoS " + heard.get(0).qos() : heard.size() + " times");
    }

    private static Answer refusedPublish(Lab lab) throws Exception {
        Username mute = lab.username("mute", acl -> acl.put("publishTopicDefaultAction", "disallow"), user -> {});
        MqttClient client = lab.mqtt(mute, "m");
        try {
            client.publish(lab.topic("no"), "x", 1, false);
            return Answer.of("acknowledge");
        } catch (CannotTell e) {
            return client.endsInTime() ? Answer.of("close") : Answer.of("no answer");
        }
    }
}
