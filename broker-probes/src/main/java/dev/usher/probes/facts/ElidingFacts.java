package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.Listener;
import dev.usher.probes.MqttClient;
import dev.usher.probes.SmfClient;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Conflation by the broker. The delay is so long that nothing held back is let go before a probe has ended. */
final class ElidingFacts {
    private static final int LONG_DELAY = 60_000;
    private static final int SHORT_DELAY = 300;
    private static final String SPEC = "SEMP v2 spec, MsgVpnClientProfile.elidingDelay";

    private ElidingFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("eliding-first-at-once")
                        .asks(
                                "Of three quick eligible messages of one topic, which does an SMF client with eliding get at once?")
                        .matters("Slow browsers get the newest price, not all of them.")
                        .documented("1", SPEC)
                        .by(lab -> {
                            tune(lab, LONG_DELAY, 256);
                            SmfClient alice = lab.smf(lab.username("alice"));
                            alice.subscribe(lab.topic("p/>"));
                            return burst(lab, alice);
                        }),
                fact("eliding-newest-after-the-delay")
                        .asks(
                                "Of three quick eligible messages of one topic, which does an SMF client with eliding get in all?")
                        .matters("The last price must arrive.")
                        .documented("1, 3", SPEC + "; JCSMP Javadoc, XMLMessage.setElidingEligible")
                        .by(ElidingFacts::newest),
                fact("eliding-needs-the-flag")
                        .asks("Are messages elided that the publisher did not mark as eligible?")
                        .matters("Trades must not be conflated like prices.")
                        .documented(NO, "JCSMP Javadoc, XMLMessage.setElidingEligible")
                        .by(lab -> {
                            tune(lab, LONG_DELAY, 256);
                            SmfClient alice = lab.smf(lab.username("alice"));
                            alice.subscribe(lab.topic("p/>"));
                            SmfClient feed = lab.smf(lab.username("feed"));
                            feed.publish(lab.topic("p/a"), "1");
                            feed.publish(lab.topic("p/a"), "2");
                            return Answer.yesNo(alice.heardSoFar(feed).size() < 2);
                        }),
                fact("eliding-to-mqtt")
                        .asks("Does eliding apply to deliveries to MQTT clients?")
                        .matters("If not, the bridge has to conflate for MQTT.js.")
                        .unconfirmed(YES, "elidingToMqtt")
                        .by(lab -> {
                            tune(lab, LONG_DELAY, 256);
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            alice.subscribe(lab.topic("p/#"), 0);
                            return burst(lab, alice)
                                    .value()
                                    .map(v -> Answer.of(v.equals("1") ? YES : NO, "arrived at once: " + v))
                                    .orElseThrow();
                        }),
                fact("eliding-of-mqtt-published")
                        .asks("Is what an MQTT client published elided?")
                        .matters("PUBLISH has no flag for it.")
                        .unconfirmed(NO, "mqttPublishElidable")
                        .by(ElidingFacts::publishedByMqtt),
                fact("eliding-beyond-topic-limit")
                        .asks("What becomes of messages of topics beyond elidingMaxTopicCount?")
                        .matters("The default is 256 topics; a market has thousands.")
                        .unconfirmed("unelided", "elidingOverflow")
                        .by(ElidingFacts::beyondLimit),
                fact("eliding-delay-at-connect")
                        .asks("Does elidingDelay count as it was when the client connected, and not as it is now?")
                        .matters("Slowing a desk down takes a reconnect then.")
                        .unconfirmed(NO, "elidingDelayAtConnect")
                        .by(ElidingFacts::delayChanged));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.MESSAGES, id);
    }

    private static void tune(Lab lab, int delay, int topics) {
        lab.tuneClientProfile(new JsonObject()
                .put("elidingEnabled", true)
                .put("elidingDelay", delay)
                .put("elidingMaxTopicCount", topics));
    }

    /** What has arrived of 1, 2 and 3 before a message that is not eligible and was published after them. */
    private static Answer burst(Lab lab, Listener listener) throws Exception {
        SmfClient feed = lab.smf(lab.username("feed"));
        for (String payload : List.of("1", "2", "3")) {
            feed.publishElidable(lab.topic("p/a"), payload);
        }
        return Answer.of(String.join(", ", Heard.payloads(listener.heardSoFar(feed))));
    }

    private static Answer newest(Lab lab) throws Exception {
        tune(lab, SHORT_DELAY, 256);
        SmfClient alice = lab.smf(lab.username("alice"));
        alice.subscribe(lab.topic("p/>"));
        SmfClient feed = lab.smf(lab.username("feed"));
        for (String payload : List.of("1", "2", "3")) {
            feed.publishElidable(lab.topic("p/a"), payload);
        }
        String first = alice.next().payload();
        String second = alice.next().payload();
        List<String> more = Heard.payloads(alice.heardSoFar(feed));
        return Answer.of(first + ", " + second + (more.isEmpty() ? "" : ", " + String.join(", ", more)));
    }

    private static Answer publishedByMqtt(Lab lab) throws Exception {
        tune(lab, LONG_DELAY, 256);
        SmfClient listener = lab.smf(lab.username("alice"));
        listener.subscribe(lab.topic("p/>"));
        MqttClient feed = lab.mqtt(lab.username("feed"), "f");
        feed.publish(lab.topic("p/a"), "1", 0, false);
        feed.publish(lab.topic("p/a"), "2", 0, false);
        return Answer.yesNo(listener.heardSoFar(feed).size() < 2);
    }

    private static Answer beyondLimit(Lab lab) throws Exception {
        tune(lab, LONG_DELAY, 1);
        SmfClient alice = lab.smf(lab.username("alice"));
        alice.subscribe(lab.topic("p/>"));
        SmfClient feed = lab.smf(lab.username("feed"));
        for (String payload : List.of("a1", "b1", "a2", "b2")) {
            feed.publishElidable(lab.topic("p/" + payload.charAt(0)), payload);
        }
        List<String> heard = Heard.payloads(alice.heardSoFar(feed));
        if (heard.contains("a2")) {
            return Answer.unknown("not even the first topic was elided");
        }
        String b = heard.contains("b1") ? heard.contains("b2") ? "unelided" : "elided" : "dropped";
        return Answer.of(b, "arrived: " + heard);
    }

    private static Answer delayChanged(Lab lab) throws Exception {
        tune(lab, LONG_DELAY, 256);
        SmfClient alice = lab.smf(lab.username("alice"));
        alice.subscribe(lab.topic("p/>"));
        tune(lab, 0, 256);
        return burst(lab, alice)
                .value()
                .map(v -> Answer.of(v.equals("1") ? YES : NO, "arrived at once: " + v))
                .orElseThrow();
    }
}
