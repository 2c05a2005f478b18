package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.OK;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.SmfClient;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a filter matches, what a topic may look like. */
final class TopicFacts {
    private static final String WILDCARDS = "PubSub+ docs, Wildcard Characters in Topic Subscriptions";
    private static final String MQTT_TOPICS = "PubSub+ docs, MQTT Topics";
    private static final int LEVELS = 128;

    private TopicFacts() {}

    static List<Fact> all() {
        return List.of(
                smf("topic-star-one-level", "a/*/c", "a/b/c", YES, "Does `a/*/c` match `a/b/c`?"),
                smf("topic-star-not-two-levels", "a/*/d", "a/b/c/d", NO, "Does `a/*/d` match `a/b/c/d`?"),
                smf("topic-star-after-prefix", "a/red*", "a/reddish", YES, "Does `a/red*` match `a/reddish`?"),
                smf("topic-star-prefix-alone", "a/red*", "a/red", YES, "Does `a/red*` match `a/red`?"),
                smf("topic-greater-many-levels", "a/>", "a/b/c", YES, "Does `a/>` match `a/b/c`?"),
                smf("topic-greater-not-parent", "a/>", "a", NO, "Does `a/>` match `a`?"),
                smf("topic-greater-inside-is-literal", "a/b>", "a/bc", NO, "Does `a/b>` match `a/bc`?"),
                smf("topic-case", "a/B", "a/b", NO, "Does `a/B` match `a/b`?"),
                smf("topic-exclusion-is-literal", "!a/b", "a/b", NO, "Does `!a/b` match `a/b`?"),
                mqtt("topic-plus-one-level", "a/+/c", "a/b/c", YES, "For MQTT, does `a/+/c` match `a/b/c`?"),
                fact("topic-plus-after-prefix")
                        .asks("For MQTT, does `a/red+` match `a/reddish`?")
                        .matters("Our own topic library decides by the same rules.")
                        .documented(YES, MQTT_TOPICS)
                        .by(TopicFacts::plusAfterPrefix),
                mqtt("topic-hash-many-levels", "a/#", "a/b/c", YES, "For MQTT, does `a/#` match `a/b/c`?"),
                mqtt("topic-hash-parent", "a/#", "a", YES, "For MQTT, does `a/#` match `a`?"),
                mqtt("topic-star-is-literal-for-mqtt", "a/*", "a/b", NO, "For MQTT, does `a/*` match `a/b`?"),
                fact("topic-delivered-once")
                        .asks("How often does a client get a message that three of its subscriptions match?")
                        .matters("Overlapping entitlements must not multiply data.")
                        .documented("1", "PubSub+ docs, Direct Messages")
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.username("alice"));
                            for (String filter : List.of("a/b", "a/*", "a/>")) {
                                alice.subscribe(lab.topic(filter));
                            }
                            return times(lab, alice);
                        }),
                fact("topic-delivered-once-mqtt")
                        .asks("How often does an MQTT client get a message that three of its subscriptions match?")
                        .matters("Overlapping entitlements must not multiply data.")
                        .assumed("1")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            for (String filter : List.of("a/b", "a/+", "a/#")) {
                                alice.subscribe(lab.topic(filter), 0);
                            }
                            return times(lab, alice);
                        }),
                fact("topic-mqtt-too-long")
                        .asks("Does an MQTT filter of 251 bytes close the connection?")
                        .matters("A browser that asks for too much loses everything, and reconnects.")
                        .documented(YES, MQTT_TOPICS)
                        .by(lab -> closes(
                                lab, lab.topic("x").concat("x".repeat(250)).substring(0, 251))),
                fact("topic-mqtt-too-deep")
                        .asks("Does an MQTT filter of 129 levels close the connection?")
                        .matters("A browser that asks for too much loses everything, and reconnects.")
                        .documented(YES, MQTT_TOPICS)
                        .by(lab -> closes(lab, lab.topic("a/".repeat(LEVELS) + "a"))),
                fact("topic-mqtt-longest")
                        .asks("Is an MQTT filter of 250 bytes granted?")
                        .matters("The limit of our topics is the broker's.")
                        .documented(YES, MQTT_TOPICS)
                        .by(lab -> Answer.yesNo(lab.mqtt(lab.username("alice"), "m")
                                        .subscribe(
                                                lab.topic("x")
                                                        .concat("x".repeat(250))
                                                        .substring(0, 250),
                                                0)
                                != MqttClient.REFUSED)));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.MESSAGES, id);
    }

    private static Fact smf(String id, String filter, String topic, String expected, String question) {
        return fact(id).asks(question)
                .matters("Our own topic library decides by the same rules.")
                .documented(expected, WILDCARDS)
                .by(lab -> {
                    SmfClient alice = lab.smf(lab.username("alice"));
                    // An exclusion mark counts at the beginning only.
                    String whole = filter.startsWith("!") ? "!" + lab.topic(filter.substring(1)) : lab.topic(filter);
                    String outcome = alice.subscribe(whole);
                    if (!outcome.equals(OK)) {
                        return Answer.of("refused", outcome);
                    }
                    SmfClient feed = lab.smf(lab.username("feed"));
                    feed.publish(lab.topic(topic), "x");
                    return Answer.yesNo(Heard.payloads(alice.heardSoFar(feed)).contains("x"));
                });
    }

    private static Fact mqtt(String id, String filter, String topic, String expected, String question) {
        return fact(id).asks(question)
                .matters("Our own topic library decides by the same rules.")
                .documented(expected, MQTT_TOPICS)
                .by(lab -> {
                    MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                    if (alice.subscribe(lab.topic(filter), 0) == MqttClient.REFUSED) {
                        return Answer.of("refused");
                    }
                    SmfClient feed = lab.smf(lab.username("feed"));
                    feed.publish(lab.topic(topic), "x");
                    return Answer.yesNo(Heard.payloads(alice.heardSoFar(feed)).contains("x"));
                });
    }

    /** Added by SEMP: client libraries refuse such a filter before the broker sees it. */
    private static Answer plusAfterPrefix(Lab lab) throws Exception {
        MqttClient alice = lab.durable(lab.username("alice"), "m", 0);
        lab.semp()
                .post(
                        lab.sessionPath(alice.clientId()) + "/subscriptions",
                        new JsonObject().put("subscriptionTopic", lab.topic("a/red+")))
                .orCannotTell("adding a subscription to an MQTT session");
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("a/reddish"), "x");
        return Answer.yesNo(Heard.payloads(alice.heardSoFar(feed)).contains("x"));
    }

    private static Answer times(Lab lab, dev.usher.probes.Listener client) throws Exception {
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("a/b"), "x");
        return Answer.of(String.valueOf(client.heardSoFar(feed).size()));
    }

    private static Answer closes(Lab lab, String filter) throws Exception {
        MqttClient alice = lab.mqtt(lab.username("alice"), "m");
        alice.subscribeUnanswered(filter);
        return Answer.yesNo(alice.endsInTime());
    }
}
