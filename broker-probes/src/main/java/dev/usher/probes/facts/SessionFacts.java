package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.CannotTell;
import dev.usher.probes.Fact;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.Semp;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Whose an MQTT session is, and where it shows. */
final class SessionFacts {

    private SessionFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("session-clean-in-config")
                        .asks("Does the config API have an MQTT session that a clean connect made?")
                        .matters("If not, SEMP cannot seat such a client.")
                        .unconfirmed(YES, "cleanSessionsInConfig")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            lab.sessionShown(alice.clientId());
                            Semp.Reply reply = lab.semp().get(lab.sessionPath(alice.clientId()));
                            if (reply.code() == 6) {
                                return Answer.of(NO);
                            }
                            reply.orCannotTell("reading an MQTT session");
                            return Answer.of(YES);
                        }),
                fact("session-auto-router-in-path")
                        .asks("May a SEMP path name the virtual router of a `primary` session as `auto`?")
                        .matters("Otherwise the router has to be looked up first.")
                        .unconfirmed(YES, "autoRouterInPath")
                        .by(lab -> {
                            MqttClient alice = lab.durable(lab.username("alice"), "m", 0);
                            Semp.Reply reply = lab.semp()
                                    .get(lab.semp().config("/mqttSessions/" + Semp.key(alice.clientId(), "auto")));
                            return Answer.of(reply.ok() ? YES : NO, reply.statusAndCode());
                        }),
                fact("session-name-stable")
                        .asks("Has a durable MQTT session the same client name on its next connection?")
                        .matters("A name that is used again may be meant for an earlier connection.")
                        .unconfirmed(NO, "mqttNameStable")
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            MqttClient first = lab.durable(alice, "m", 0);
                            String name = first.clientName();
                            MqttDeliveryFacts.leave(lab, first);
                            String next = lab.durable(alice, "m", 0).clientName();
                            return Answer.of(next.equals(name) ? YES : NO, name + ", then " + next);
                        }),
                fact("session-of-another-username")
                        .asks("May another client username continue a durable MQTT session?")
                        .matters("He would inherit what the first one was entitled to.")
                        .unconfirmed(NO, "durableSessionAcrossUsernames")
                        .by(SessionFacts::anotherUsername),
                fact("session-without-owner")
                        .asks("Who may use an MQTT session that management made without an owner?")
                        .matters("Sessions made ahead of time could be taken by anybody.")
                        .unconfirmed("adopted", "ownerlessSession")
                        .by(SessionFacts::ownerless),
                fact("session-owner-of-client-made")
                        .asks("Is the owner of a session that a client made its client username?")
                        .matters("Sessions of a user are found by it.")
                        .documented(YES, "SEMP v2 spec, MsgVpnMqttSession.owner")
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            MqttClient client = lab.durable(alice, "m", 0);
                            return Answer.yesNo(alice.name()
                                    .equals(lab.sessionShown(client.clientId()).getString("owner")));
                        }),
                fact("session-ends-with-clean-connection")
                        .asks("Is the session of a clean connect gone from monitor after its client has left?")
                        .matters("Nothing may stay behind that could be filled.")
                        .documented(YES, "SEMP v2 spec, MsgVpnMqttSession.durable")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            String path = lab.semp().monitor("/mqttSessions/" + Semp.key(alice.clientId(), "primary"));
                            MqttDeliveryFacts.leave(lab, alice);
                            lab.await(
                                    "the session is still there",
                                    () -> lab.semp().get(path).code() == 6);
                            return Answer.of(YES);
                        }),
                fact("session-queue-name")
                        .asks("Is the queue of a session with a QoS 1 subscription named `#mqtt/<client id>/<number>`?")
                        .matters("What waits for a user is read there.")
                        .documented(YES, "published listings of MQTT sessions")
                        .by(lab -> {
                            MqttClient alice = lab.durable(lab.username("alice"), "m", 1);
                            String queue = lab.sessionShown(alice.clientId()).getString("queueName", "");
                            return Answer.of(
                                    queue.matches("#mqtt/" + alice.clientId() + "/\\d+") ? YES : NO,
                                    queue.isEmpty() ? "none" : queue);
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.SESSIONS, id);
    }

    private static Answer anotherUsername(Lab lab) throws Exception {
        MqttClient alice = lab.durable(lab.username("alice"), "m", 0);
        MqttDeliveryFacts.leave(lab, alice);
        int code = lab.mqttLogin(lab.username("bob"), alice.clientId(), false);
        return code == 0 ? Answer.of(YES) : Answer.of(NO, "CONNACK " + code);
    }

    private static Answer ownerless(Lab lab) throws Exception {
        String clientId = lab.name("m");
        lab.mqttSession(clientId, session -> {});
        Username alice = lab.username("alice");
        int code = lab.mqttLogin(alice, clientId, false);
        if (code != 0) {
            return Answer.of("refused", "CONNACK " + code);
        }
        String owner = lab.semp()
                .get(lab.sessionPath(clientId))
                .orCannotTell("reading an MQTT session")
                .data()
                .getString("owner", "");
        if (owner.equals(alice.name())) {
            return Answer.of("adopted");
        }
        if (owner.isEmpty()) {
            return Answer.of("open", "still without an owner");
        }
        throw new CannotTell("the owner became " + owner);
    }

    /** Makes a session of management's for a username, with one subscription. */
    static String managed(Lab lab, Username owner, String topic) {
        String clientId = lab.name("m");
        lab.mqttSession(clientId, session -> session.put("owner", owner.name()));
        lab.semp()
                .post(lab.sessionPath(clientId) + "/subscriptions", new JsonObject().put("subscriptionTopic", topic))
                .orCannotTell("adding a subscription to an MQTT session");
        return clientId;
    }
}
