package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.Semp;
import dev.usher.probes.SmfClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Subscriptions that SEMP adds to an MQTT session. */
final class SessionManagementFacts {
    private static final String SPEC = "SEMP v2 spec, MsgVpnMqttSessionSubscription";

    private SessionManagementFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("session-add-delivers-at-once")
                        .asks(
                                "Does a connected client get what is published after SEMP has answered the adding of a subscription?")
                        .matters("An injection counts from its answer on.")
                        .unconfirmed(YES, "managementAddsAtOnce")
                        .by(lab -> addAndHear(lab, lab.username("alice"), "a", "a")),
                fact("session-remove-ends-at-once")
                        .asks(
                                "Does a connected client get nothing published after SEMP has answered the removal of a subscription?")
                        .matters("A revocation counts from its answer on.")
                        .assumed(YES)
                        .by(SessionManagementFacts::remove),
                fact("session-add-checks-acl")
                        .asks("Is a subscription refused that SEMP adds and the ACL of the session's owner refuses?")
                        .matters("The fence would keep out the control service, too.")
                        .unconfirmed(NO, "managementAddChecksAcl")
                        .by(SessionManagementFacts::addAgainstAcl),
                fact("session-add-mqtt-syntax")
                        .asks("Is a subscription that SEMP adds in MQTT syntax, so that `a/#` matches `a/b`?")
                        .matters("The wrong syntax injects nothing.")
                        .documented(YES, SPEC)
                        .by(lab -> addAndHear(lab, lab.username("alice"), "a/#", "a/b")),
                fact("session-add-smf-wildcard-is-literal")
                        .asks("Does a subscription `a/>` that SEMP adds match `a/b`?")
                        .matters("The wrong syntax injects nothing, or everything.")
                        .documented(NO, SPEC)
                        .by(lab -> addAndHear(lab, lab.username("alice"), "a/>", "a/b")),
                fact("session-add-beyond-client-limit")
                        .asks("May SEMP add more subscriptions than maxSubscriptionCount of the client profile?")
                        .matters("A limit for clients need not be one for entitlements.")
                        .documented(YES, "SEMP v2 spec, MsgVpnClientProfile.maxSubscriptionCount")
                        .by(SessionManagementFacts::beyondLimit),
                fact("session-add-twice")
                        .asks("What is the second of two equal POSTs of a subscription answered?")
                        .matters("It is taken for success.")
                        .documented("400/10", "PubSub+ docs, SEMP Error Handling")
                        .by(lab -> {
                            String clientId = SessionFacts.managed(lab, lab.username("alice"), lab.topic("a"));
                            return Answer.of(add(lab, clientId, "a").statusAndCode());
                        }),
                fact("session-put-twice")
                        .asks("What is the second of two equal PUTs of a subscription answered?")
                        .matters("PUT is how injections are repeated.")
                        .documented("200", SPEC)
                        .by(lab -> {
                            String clientId = SessionFacts.managed(lab, lab.username("alice"), lab.topic("a"));
                            return Answer.of(lab.semp()
                                    .put(
                                            lab.sessionPath(clientId) + "/subscriptions/" + Semp.key(lab.topic("a")),
                                            new JsonObject().put("subscriptionQos", 0))
                                    .statusAndCode());
                        }),
                fact("session-add-outlives-connection")
                        .asks("Does a subscription that SEMP added to a durable session outlive its connection?")
                        .matters("Then it has to be removed while nobody is connected.")
                        .documented(YES, "SEMP v2 spec: configuration")
                        .by(SessionManagementFacts::outlives),
                fact("session-clean-connect-wipes-managed")
                        .asks(
                                "Does a connect with a clean session remove the subscriptions of a session that management made?")
                        .matters("A browser could throw away what it was given, or get back what it should not have.")
                        .unconfirmed(YES, "cleanConnectWipesManagedSession")
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            String clientId = SessionFacts.managed(lab, alice, lab.topic("a"));
                            MqttClient client = lab.mqtt(alice, "m");
                            return Answer.of(hears(lab, client, "a") ? NO : YES, "connected as " + clientId);
                        }),
                fact("session-add-shown-below-client")
                        .asks("Does monitor show a subscription that SEMP added to a session below its client, too?")
                        .matters("Otherwise two places have to be read for a proof.")
                        .unconfirmed(YES, "managementAddsInClients")
                        .by(lab -> {
                            MqttClient alice = lab.durable(lab.username("alice"), "m", 0);
                            add(lab, alice.clientId(), "a").orCannotTell("adding a subscription to an MQTT session");
                            alice.subscribe(lab.topic("last"), 0);
                            return Answer.yesNo(lab.subscriptionsShown(alice.clientName(), lab.topic("last"))
                                    .contains(lab.topic("a")));
                        }),
                fact("session-delete-needs-shutdown")
                        .asks("Is deleting an enabled MQTT session refused?")
                        .matters("Ending a session takes two requests then.")
                        .unconfirmed(YES, "sessionDeleteNeedsShutdown")
                        .by(lab -> {
                            String clientId = SessionFacts.managed(lab, lab.username("alice"), lab.topic("a"));
                            Semp.Reply reply = lab.semp().delete(lab.sessionPath(clientId));
                            return Answer.of(reply.ok() ? NO : YES, reply.statusAndCode());
                        }),
                fact("session-disabling-disconnects")
                        .asks("Does disabling a durable MQTT session disconnect its client?")
                        .matters("It is the surest way to get somebody out.")
                        .documented(YES, "SEMP v2 spec, MsgVpnMqttSession.enabled")
                        .by(lab -> {
                            MqttClient alice = lab.durable(lab.username("alice"), "m", 0);
                            lab.semp()
                                    .patch(lab.sessionPath(alice.clientId()), new JsonObject().put("enabled", false))
                                    .orCannotTell("disabling an MQTT session");
                            return Answer.yesNo(alice.endsInTime());
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.SESSIONS, id);
    }

    private static Semp.Reply add(Lab lab, String clientId, String topic) {
        return lab.semp()
                .post(
                        lab.sessionPath(clientId) + "/subscriptions",
                        new JsonObject().put("subscriptionTopic", lab.topic(topic)));
    }

    private static boolean hears(Lab lab, MqttClient client, String topic) throws Exception {
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic(topic), "x");
        return Heard.payloads(client.heardSoFar(feed)).contains("x");
    }

    private static Answer addAndHear(Lab lab, Username user, String filter, String topic) throws Exception {
        MqttClient client = lab.durable(user, "m", 0);
        add(lab, client.clientId(), filter).orCannotTell("adding a subscription to an MQTT session");
        return Answer.yesNo(hears(lab, client, topic));
    }

    private static Answer addAgainstAcl(Lab lab) throws Exception {
        MqttClient client = lab.durable(lab.fenced("alice"), "m", 0);
        Semp.Reply reply = add(lab, client.clientId(), "a");
        if (!reply.ok()) {
            return Answer.of(YES, reply.statusAndCode() + " " + reply.description());
        }
        return hears(lab, client, "a") ? Answer.of(NO) : Answer.of("accepted, and not delivered");
    }

    private static Answer remove(Lab lab) throws Exception {
        MqttClient client = lab.durable(lab.username("alice"), "m", 0);
        add(lab, client.clientId(), "a").orCannotTell("adding a subscription to an MQTT session");
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("a"), "before");
        client.heardSoFar(feed);
        lab.semp()
                .delete(lab.sessionPath(client.clientId()) + "/subscriptions/" + Semp.key(lab.topic("a")))
                .orCannotTell("removing a subscription of an MQTT session");
        feed.publish(lab.topic("a"), "after");
        return Answer.yesNo(!Heard.payloads(client.heardSoFar(feed)).contains("after"));
    }

    private static Answer beyondLimit(Lab lab) throws Exception {
        lab.tuneClientProfile(new JsonObject().put("maxSubscriptionCount", 3));
        MqttClient client = lab.durable(lab.username("alice"), "m", 0);
        for (int i = 0; i < 5; i++) {
            Semp.Reply reply = add(lab, client.clientId(), "a/" + i);
            if (!reply.ok()) {
                return Answer.of(NO, reply.statusAndCode() + " " + reply.description());
            }
        }
        return Answer.of(YES);
    }

    private static Answer outlives(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        MqttClient client = lab.durable(alice, "m", 0);
        add(lab, client.clientId(), "a").orCannotTell("adding a subscription to an MQTT session");
        MqttDeliveryFacts.leave(lab, client);
        return Answer.yesNo(hears(lab, lab.durable(alice, "m", 0), "a"));
    }
}
