package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.Semp;
import dev.usher.probes.SmfClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What monitor shows of clients, and how soon. */
final class MonitorFacts {

    /** A lag that is short is missed when the machine that asks is slow for a moment: once is enough to see it. */
    private static final int TRIES = 5;

    private MonitorFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("monitor-reads-what-was-written")
                        .asks("Does monitor show a subscription as soon as its client has the confirmation?")
                        .matters("If it lags, a proof of what somebody has is about the past.")
                        .unconfirmed("at once", "monitorLag")
                        .by(MonitorFacts::lag),
                fact("monitor-forgets-what-was-removed")
                        .asks(
                                "Does monitor no longer show a subscription as soon as its client has the confirmation of its removal?")
                        .matters("If it lags, a revocation takes longer to prove than to make.")
                        .unconfirmed("at once", "monitorLag")
                        .by(MonitorFacts::lagOfRemoval),
                fact("monitor-mqtt-spelling")
                        .asks("In which syntax does monitor show the subscriptions of an MQTT client below its client?")
                        .matters("What is read there is compared with what was meant.")
                        .unconfirmed("mqtt", "mqttSpelling")
                        .by(MonitorFacts::spelling),
                fact("monitor-session-shows-own")
                        .asks(
                                "Does monitor show what an MQTT client subscribed itself below its MQTT session, in MQTT syntax?")
                        .matters("The other place to read a seat.")
                        .documented(YES, "SEMP v2 spec, MsgVpnMqttSessionSubscription")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            alice.subscribe(lab.topic("a/+/#"), 0);
                            alice.subscribe(lab.topic("last"), 0);
                            return Answer.yesNo(lab.sessionSubscriptionsShown(alice.clientId(), lab.topic("last"))
                                    .contains(lab.topic("a/+/#")));
                        }),
                fact("monitor-client-username")
                        .asks("Does monitor show under which client username a client runs?")
                        .matters("A client name alone proves nothing.")
                        .documented(YES, "SEMP v2 spec, MsgVpnClient.clientUsername")
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.username("alice"));
                            String path = lab.semp().monitor("/clients/" + Semp.key(alice.clientName()));
                            lab.await(
                                    "monitor does not show a client that is connected",
                                    () -> lab.semp().get(path).ok());
                            return Answer.yesNo(lab.name("alice")
                                    .equals(lab.semp().get(path).data().getString("clientUsername")));
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.SEMP, id);
    }

    private static Answer lag(Lab lab) throws Exception {
        SmfClient alice = lab.smf(lab.username("alice"));
        String before = lab.fence();
        for (int i = 0; i < TRIES; i++) {
            // Where monitor serves a picture for some time, this one is as fresh as can be.
            lab.subscriptionsShown(alice.clientName(), before);
            String topic = lab.topic("a" + i);
            alice.subscribe(topic);
            BooleanSupplier shown =
                    () -> lab.subscriptionsShown(alice.clientName()).contains(topic);
            if (!shown.getAsBoolean()) {
                return later(lab, shown);
            }
            before = topic;
        }
        return Answer.of("at once");
    }

    private static Answer lagOfRemoval(Lab lab) throws Exception {
        SmfClient alice = lab.smf(lab.username("alice"));
        for (int i = 0; i < TRIES; i++) {
            String topic = lab.topic("a" + i);
            alice.subscribe(topic);
            lab.subscriptionsShown(alice.clientName(), topic);
            alice.unsubscribe(topic);
            BooleanSupplier forgotten =
                    () -> !lab.subscriptionsShown(alice.clientName()).contains(topic);
            if (!forgotten.getAsBoolean()) {
                return later(lab, forgotten);
            }
        }
        return Answer.of("at once");
    }

    /** How much later is for people: that it is later is known already. */
    private static Answer later(Lab lab, BooleanSupplier shown) {
        long start = System.nanoTime();
        boolean came = lab.holds(shown);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return Answer.of("later", (came ? "after " : "not within ") + millis + " ms");
    }

    private static Answer spelling(Lab lab) throws Exception {
        MqttClient alice = lab.mqtt(lab.username("alice"), "m");
        alice.subscribe(lab.topic("s/+/#"), 0);
        alice.subscribe(lab.topic("last"), 0);
        List<String> shown = lab.subscriptionsShown(alice.clientName(), lab.topic("last"));
        if (shown.contains(lab.topic("s/+/#"))) {
            return Answer.of("mqtt");
        }
        if (shown.contains(lab.topic("s/*/\u0003"))) {
            return Answer.of("smf", "a last level of the byte 0x03 for `#`");
        }
        return Answer.of("another", String.join(", ", shown));
    }
}
