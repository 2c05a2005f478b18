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
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Who can end a subscription that was made for another client, and where it shows. */
final class OnBehalfLifetimeFacts {

    private OnBehalfLifetimeFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("obo-ends-with-target")
                        .asks(
                                "Are subscriptions on behalf of an SMF client gone when it connects again under the same name?")
                        .matters("A seat has to be filled again after each connect, and nothing survives a revocation.")
                        .documented(YES, "PubSub+ docs, Direct Messages")
                        .by(OnBehalfLifetimeFacts::targetReturns),
                fact("obo-ends-with-manager")
                        .asks("Are subscriptions on behalf of others gone when their manager disconnects?")
                        .matters("A restart of the control service would empty every seat.")
                        .unconfirmed(NO, "oboEndsWithManager")
                        .by(OnBehalfLifetimeFacts::managerLeaves),
                fact("obo-kept-by-durable-session")
                        .asks(
                                "Do subscriptions on behalf of the client of a durable MQTT session outlive its connection?")
                        .matters("Then they have to be removed while nobody is connected.")
                        .unconfirmed(NO, "oboKeptByDurableSession")
                        .by(OnBehalfLifetimeFacts::durable),
                fact("obo-removes-own")
                        .asks("Can a manager remove what an SMF client subscribed itself?")
                        .matters("If not, revoking needs a disconnect.")
                        .unconfirmed(YES, "oboRemovesForeign")
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.username("alice"));
                            alice.subscribe(lab.topic("a"));
                            return removed(lab, alice);
                        }),
                fact("obo-removes-own-of-mqtt")
                        .asks("Can a manager remove what an MQTT client subscribed itself?")
                        .matters("If not, revoking needs a disconnect.")
                        .unconfirmed(YES, "oboRemovesForeign")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            alice.subscribe(lab.topic("a"), 0);
                            return removed(lab, alice);
                        }),
                fact("obo-removes-managements")
                        .asks("Can a manager remove what SEMP added to an MQTT session?")
                        .matters("If not, both ways to inject must not be mixed.")
                        .unconfirmed(YES, "oboRemovesForeign")
                        .by(lab -> {
                            MqttClient alice = lab.durable(lab.username("alice"), "m", 0);
                            lab.semp()
                                    .post(
                                            lab.sessionPath(alice.clientId()) + "/subscriptions",
                                            new JsonObject().put("subscriptionTopic", lab.topic("a")))
                                    .orCannotTell("adding a subscription to an MQTT session");
                            return removed(lab, alice);
                        }),
                fact("obo-removed-by-client")
                        .asks("Can an SMF client end a subscription that was made on its behalf?")
                        .matters("Then a seat has less than it was given until somebody looks.")
                        .unconfirmed(YES, "clientRemovesObo")
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.username("alice"));
                            inject(lab, alice.clientName());
                            alice.unsubscribe(lab.topic("a"));
                            return Answer.yesNo(!hears(lab, alice));
                        }),
                fact("obo-removed-by-mqtt-client")
                        .asks("Can an MQTT client end a subscription that was made on its behalf?")
                        .matters("Then a seat has less than it was given until somebody looks.")
                        .unconfirmed(YES, "clientRemovesObo")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            inject(lab, alice.clientName());
                            alice.unsubscribe(lab.topic("a"));
                            return Answer.yesNo(!hears(lab, alice));
                        }),
                fact("obo-shown-below-client")
                        .asks("Does monitor show a subscription on behalf of an SMF client below that client?")
                        .matters("The proof of what a seat has is read there.")
                        .assumed(YES)
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.username("alice"));
                            inject(lab, alice.clientName());
                            alice.subscribe(lab.topic("last"));
                            return Answer.yesNo(lab.subscriptionsShown(alice.clientName(), lab.topic("last"))
                                    .contains(lab.topic("a")));
                        }),
                fact("obo-shown-below-session")
                        .asks(
                                "Does monitor show a subscription on behalf of an MQTT client below its MQTT session, too?")
                        .matters("SEMP could remove it there.")
                        .unconfirmed(YES, "oboAddsInSessions")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            inject(lab, alice.clientName());
                            alice.subscribe(lab.topic("last"), 0);
                            return Answer.yesNo(lab.sessionSubscriptionsShown(alice.clientId(), lab.topic("last"))
                                    .contains(lab.topic("a")));
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.ON_BEHALF, id);
    }

    private static void inject(Lab lab, String target) throws Exception {
        String outcome = lab.smf(lab.manager("boss")).subscribe(target, lab.topic("a"));
        if (!outcome.equals(OK)) {
            throw new dev.usher.probes.CannotTell("nothing could be subscribed on behalf of the client: " + outcome);
        }
    }

    private static boolean hears(Lab lab, dev.usher.probes.Listener client) throws Exception {
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("a"), "x");
        return Heard.payloads(client.heardSoFar(feed)).contains("x");
    }

    private static Answer removed(Lab lab, dev.usher.probes.Listener client) throws Exception {
        String outcome = lab.smf(lab.manager("boss")).unsubscribe(client.clientName(), lab.topic("a"));
        boolean hears = hears(lab, client);
        if (outcome.equals(OK) == hears) {
            return Answer.of(hears ? "answered ok, still there" : "refused, and gone", outcome);
        }
        return Answer.of(hears ? NO : YES, outcome);
    }

    private static Answer targetReturns(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        SmfClient client = lab.smf(alice);
        inject(lab, client.clientName());
        String name = client.clientName();
        lab.leaves(name, client::close);
        return Answer.yesNo(!hears(lab, lab.smf(alice, name)));
    }

    private static Answer managerLeaves(Lab lab) throws Exception {
        SmfClient alice = lab.smf(lab.username("alice"));
        SmfClient boss = lab.smf(lab.manager("boss"));
        if (!boss.subscribe(alice.clientName(), lab.topic("a")).equals(OK)) {
            return Answer.unknown("nothing could be subscribed on behalf of the client");
        }
        lab.leaves(boss.clientName(), boss::close);
        return Answer.yesNo(!hears(lab, alice));
    }

    private static Answer durable(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        MqttClient client = lab.durable(alice, "m", 0);
        String name = client.clientName();
        inject(lab, name);
        lab.leaves(name, client::disconnect);
        MqttClient again = lab.durable(alice, "m", 0);
        return again.sessionPresent() ? Answer.yesNo(hears(lab, again)) : Answer.unknown("the session was not kept");
    }
}
