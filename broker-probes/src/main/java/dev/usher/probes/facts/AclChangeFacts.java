package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.OK;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.Listener;
import dev.usher.probes.MqttClient;
import dev.usher.probes.Semp;
import dev.usher.probes.SmfClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a change of a profile does to those who are connected. */
final class AclChangeFacts {
    private static final String SWEEP = "aclChangeSweepsSubscriptions";
    private static final String AUTO_DISABLE = "SEMP v2 spec, MsgVpnClientUsername, auto-disable";

    private AclChangeFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("acl-removed-exception-smf")
                        .asks("Does removing an ACL exception end an SMF client's subscription that rests on it?")
                        .matters("If not, revocation needs more than the ACL.")
                        .unconfirmed(NO, SWEEP)
                        .by(lab -> {
                            Username alice = lab.fenced("alice", lab.topic("a"));
                            SmfClient client = lab.smf(alice);
                            client.subscribe(lab.topic("a"));
                            return removed(lab, alice, client);
                        }),
                fact("acl-removed-exception-mqtt-qos0")
                        .asks(
                                "Does removing an ACL exception end an MQTT client's QoS 0 subscription that rests on it?")
                        .matters("If not, revocation needs more than the ACL.")
                        .unconfirmed(NO, SWEEP)
                        .by(lab -> removedForMqtt(lab, 0)),
                fact("acl-removed-exception-mqtt-qos1")
                        .asks(
                                "Does removing an ACL exception end an MQTT client's QoS 1 subscription that rests on it?")
                        .matters("If not, revocation needs more than the ACL.")
                        .unconfirmed(NO, SWEEP)
                        .by(lab -> removedForMqtt(lab, 1)),
                fact("acl-removed-exception-next-subscribe")
                        .asks(
                                "Since when is a SUBSCRIBE refused that rested on an exception: at once after SEMP has answered its removal, or later?")
                        .matters("Between the two a client could slip back in.")
                        .unconfirmed("at once", "aclChangeLag")
                        .by(AclChangeFacts::slipsBackIn),
                fact("acl-default-action-is-hot")
                        .asks("Does changing the default action of an ACL profile leave its clients connected?")
                        .matters("A fence can be put up around a living session.")
                        .documented(YES, "SEMP v2 spec, MsgVpnAclProfile: nothing is auto-disabled")
                        .by(AclChangeFacts::hot),
                fact("acl-other-profile-needs-disabled-username")
                        .asks("Is changing the ACL profile of an enabled username refused?")
                        .matters("Older brokers refuse, newer ones disconnect.")
                        .unconfirmed(NO, "profileChangeNeedsDisabledUsername")
                        .by(lab -> {
                            Semp.Reply reply = otherProfile(lab, lab.username("alice"));
                            if (reply.code() == 89) {
                                return Answer.of(YES, reply.description());
                            }
                            reply.orCannotTell("changing the ACL profile of a username");
                            return Answer.of(NO);
                        }),
                fact("acl-other-profile-disconnects")
                        .asks("Does changing the ACL profile of an enabled username disconnect its clients?")
                        .matters("Entitlements are changed inside a profile, never by another one.")
                        .documented(YES, AUTO_DISABLE)
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            SmfClient client = lab.smf(alice);
                            otherProfile(lab, alice).orCannotTell("changing the ACL profile of a username");
                            return Answer.yesNo(client.endsInTime());
                        }),
                fact("acl-manager-flag-does-not-disconnect")
                        .asks("Do clients stay connected when subscriptionManagerEnabled of their username changes?")
                        .matters("It can be taken away without an outage.")
                        .documented(YES, AUTO_DISABLE)
                        .by(lab -> stays(lab, new JsonObject().put("subscriptionManagerEnabled", true))),
                fact("acl-password-does-not-disconnect")
                        .asks("Do clients stay connected when the password of their username changes?")
                        .matters("Passwords can be rotated without an outage.")
                        .documented(YES, AUTO_DISABLE)
                        .by(lab -> stays(lab, new JsonObject().put("password", "another"))));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.ACL, id);
    }

    private static Answer removedForMqtt(Lab lab, int qos) throws Exception {
        Username alice = lab.fenced("alice", lab.topic("a"));
        MqttClient client = lab.mqtt(alice, "m");
        if (client.subscribe(lab.topic("a"), qos) == MqttClient.REFUSED) {
            return Answer.unknown("the exception did not work to begin with");
        }
        return removed(lab, alice, client);
    }

    private static Answer removed(Lab lab, Username alice, Listener client) throws Exception {
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("a"), "before");
        if (!Heard.payloads(client.heardSoFar(feed)).contains("before")) {
            return Answer.unknown("nothing arrived even before the exception was removed");
        }
        lab.removeSubscribeException(alice, "smf", lab.topic("a"));
        feed.publish(lab.topic("a"), "after");
        return Answer.yesNo(!Heard.payloads(client.heardSoFar(feed)).contains("after"));
    }

    /** Three times, since a lag that is short is missed when the machine that asks is slow for a moment. */
    private static Answer slipsBackIn(Lab lab) throws Exception {
        List<String> topics = List.of(lab.topic("a"), lab.topic("b"), lab.topic("c"));
        Username alice = lab.fenced("alice", topics.toArray(String[]::new));
        SmfClient client = lab.smf(alice);
        for (String topic : topics) {
            if (!client.subscribe(topic).equals(OK)
                    || !client.unsubscribe(topic).equals(OK)) {
                return Answer.unknown("the exception did not work to begin with");
            }
            lab.removeSubscribeException(alice, "smf", topic);
            if (client.subscribe(topic).equals(OK)) {
                return Answer.of("later");
            }
        }
        return Answer.of("at once");
    }

    private static Answer hot(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        SmfClient client = lab.smf(alice);
        lab.semp()
                .patch(
                        lab.semp().config("/aclProfiles/" + Semp.key(alice.aclProfile())),
                        new JsonObject().put("subscribeTopicDefaultAction", "disallow"))
                .orCannotTell("changing a default action");
        return works(lab, client);
    }

    private static Answer stays(Lab lab, JsonObject change) throws Exception {
        Username alice = lab.username("alice");
        SmfClient client = lab.smf(alice);
        lab.changeUsername(alice, change).orCannotTell("changing a username");
        return works(lab, client);
    }

    /** Whether it is still connected, by a message that somebody sends it who connects only now. */
    private static Answer works(Lab lab, SmfClient client) throws Exception {
        SmfClient feed = lab.smf(lab.username("feed"));
        try {
            client.heardSoFar(feed);
        } catch (dev.usher.probes.CannotTell e) {
            return client.hasEnded() ? Answer.of(NO) : Answer.unknown(e.getMessage());
        }
        return Answer.yesNo(!client.hasEnded());
    }

    private static Semp.Reply otherProfile(Lab lab, Username alice) {
        Username other = lab.username("other");
        return lab.changeUsername(alice, new JsonObject().put("aclProfileName", other.aclProfile()));
    }
}
