package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.OK;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.CannotTell;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.Semp;
import dev.usher.probes.SmfClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What an ACL profile lets through. */
final class AclFacts {
    private static final String RECORDED = "a published record of a refusal by a broker";

    private AclFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("acl-cover-wider-filter")
                        .asks("Default disallow, exception `US/NASDAQ/>`: is the wider subscription `US/>` refused?")
                        .matters("If not, the fence around a user leaks.")
                        .documented(YES, RECORDED, "allowExceptionMustCover")
                        .by(lab -> {
                            String outcome = subscribe(lab, "US/NASDAQ/>", "US/>");
                            return Answer.of(outcome.equals(OK) ? NO : YES, outcome);
                        }),
                fact("acl-smf-refusal")
                        .asks("How is an SMF subscription refused that the ACL does not allow?")
                        .matters("A browser that asks for more than it may has to be told.")
                        .documented("403 SUBSCRIPTION_ACL_DENIED", RECORDED)
                        .by(lab -> Answer.of(lab.smf(lab.fenced("alice")).subscribe(lab.topic("no")))),
                fact("acl-cover-same-filter")
                        .asks("Default disallow, exception `US/NASDAQ/>`: is the subscription `US/NASDAQ/>` granted?")
                        .matters("What is entitled must work.")
                        .documented(OK, RECORDED)
                        .by(lab -> Answer.of(subscribe(lab, "US/NASDAQ/>", "US/NASDAQ/>"))),
                fact("acl-cover-narrower-filter")
                        .asks("Default disallow, exception `US/NASDAQ/>`: is the subscription `US/NASDAQ/GME` granted?")
                        .matters("What is entitled must work.")
                        .documented(OK, RECORDED)
                        .by(lab -> Answer.of(subscribe(lab, "US/NASDAQ/>", "US/NASDAQ/GME"))),
                fact("acl-cover-wildcard-level")
                        .asks(
                                "Default disallow, exception `US/*/GME`: is the subscription `US/*/GME` granted, and `US/*/*` refused?")
                        .matters("One exception must cover the whole filter, level by level.")
                        .documented("ok, 403 SUBSCRIPTION_ACL_DENIED", RECORDED)
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.fenced("alice", lab.topic("US/*/GME")));
                            return Answer.of(alice.subscribe(lab.topic("US/*/GME")) + ", "
                                    + alice.subscribe(lab.topic("US/*/*")));
                        }),
                fact("acl-deny-exception-overlap")
                        .asks("Default allow, deny exception `US/NASDAQ/>`: is the wider subscription `US/>` refused?")
                        .matters("If not, deny lists do not keep anything from anybody.")
                        .unconfirmed(YES, "denyExceptionRefusesOverlap")
                        .by(AclFacts::denyException),
                fact("acl-mqtt-refusal-code")
                        .asks("What does an MQTT client get whose SUBSCRIBE names a filter that the ACL refuses?")
                        .matters("Browsers see nothing else.")
                        .documented("suback-failure", "MQTT 3.1.1, 3.9.3", "mqttSubscribeRefusal")
                        .by(AclFacts::mqttRefusal),
                fact("acl-smf-exception-governs-mqtt")
                        .asks("Does an exception in SMF syntax let an MQTT client subscribe?")
                        .matters("One fence for both kinds of browser client.")
                        .documented(YES, "published configurations")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.fenced("alice", lab.topic("a/>")), "m");
                            return Answer.yesNo(alice.subscribe(lab.topic("a/b"), 0) != MqttClient.REFUSED);
                        }),
                fact("acl-mqtt-exception-governs-smf")
                        .asks("Does an exception in MQTT syntax let an SMF client subscribe?")
                        .matters("One fence for both kinds of browser client.")
                        .assumed(YES)
                        .by(lab -> {
                            Username user = lab.fenced("alice");
                            lab.addSubscribeException(user, "mqtt", lab.topic("a/#"));
                            return Answer.yesNo(
                                    lab.smf(user).subscribe(lab.topic("a/b")).equals(OK));
                        }),
                fact("acl-mqtt-parent-level")
                        .asks(
                                "Exception `a/>` in SMF syntax: is the MQTT filter `a/#`, which also matches `a`, granted?")
                        .matters("The parent level is not covered by the exception.")
                        .unconfirmed(NO, "smfExceptionCoversMqttParent")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.fenced("alice", lab.topic("a/>")), "m");
                            return Answer.yesNo(alice.subscribe(lab.topic("a/#"), 0) != MqttClient.REFUSED);
                        }),
                fact("acl-client-username-variable")
                        .asks("Is `$client-username` in an exception replaced by the client's username?")
                        .matters("One profile for many users.")
                        .documented(YES, "Solace's Terraform examples")
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.fenced("alice", lab.topic("$client-username/>")));
                            return Answer.yesNo(alice.subscribe(lab.topic(lab.name("alice") + "/x"))
                                            .equals(OK)
                                    && !alice.subscribe(lab.topic("bob/x")).equals(OK));
                        }),
                fact("acl-fresh-profile")
                        .asks(
                                "What does an ACL profile allow that was created with its name only: connect, publish, subscribe, share name?")
                        .matters("A forgotten attribute must not open a door.")
                        .documented("disallow, disallow, disallow, allow", "SEMP v2 spec, MsgVpnAclProfile, defaults")
                        .by(AclFacts::freshProfile),
                fact("acl-profile-in-use")
                        .asks("How is deleting an ACL profile refused that an enabled username uses?")
                        .matters("Cleaning up needs the right order.")
                        .documented("400/89", "a published record of SEMP answers")
                        .by(lab -> Answer.of(lab.semp()
                                .delete(lab.semp()
                                        .config("/aclProfiles/"
                                                + Semp.key(lab.username("alice").aclProfile())))
                                .statusAndCode())),
                fact("acl-publish-refused-direct")
                        .asks("Is a direct message withheld that the publisher's ACL refuses?")
                        .matters("Nobody may feed data into a topic that is not his.")
                        .documented(YES, "SEMP v2 spec, MsgVpnClient.publishTopicAclRxDiscardedMsgCount")
                        .by(AclFacts::directPublish),
                fact("acl-publish-refused-reported")
                        .asks("Is the publisher of a direct message told that his ACL refuses it?")
                        .matters("Otherwise only a counter says so.")
                        .unconfirmed(YES, "refusedDirectPublishReported")
                        .by(AclFacts::directPublishReported),
                fact("acl-publish-refused-counted")
                        .asks("Does monitor count direct messages that the publisher's ACL refused?")
                        .matters("The only trace an operator has.")
                        .documented(YES, "SEMP v2 spec, MsgVpnClient.publishTopicAclRxDiscardedMsgCount")
                        .by(AclFacts::directPublishCounted),
                fact("acl-publish-refused-guaranteed")
                        .asks("What does the publisher of a guaranteed message get that his ACL refuses?")
                        .matters("A bridge must not take it for delivered.")
                        .documented("PUBLISH_ACL_DENIED", "JCSMP Javadoc, JCSMPErrorResponseSubcodeEx")
                        .by(lab -> lab.smf(mute(lab))
                                .publishGuaranteed(lab.topic("no"), "x")
                                .map(OnBehalfFacts::subcode)
                                .orElse(Answer.of("acknowledged"))));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.ACL, id);
    }

    /** A code of a SUBACK. */
    static String code(int suback) {
        return suback == MqttClient.REFUSED ? "0x80" : "QoS " + suback;
    }

    private static String subscribe(Lab lab, String exception, String filter) throws Exception {
        return lab.smf(lab.fenced("alice", lab.topic(exception))).subscribe(lab.topic(filter));
    }

    private static Answer denyException(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        lab.addSubscribeException(alice, "smf", lab.topic("US/NASDAQ/>"));
        SmfClient client = lab.smf(alice);
        lab.await("even a filter inside the deny exception is granted", () -> {
            boolean granted = client.subscribe(lab.topic("US/NASDAQ/GME")).equals(OK);
            if (granted) {
                client.unsubscribe(lab.topic("US/NASDAQ/GME"));
            }
            return !granted;
        });
        String wider = client.subscribe(lab.topic("US/>"));
        return Answer.of(wider.equals(OK) ? NO : YES, wider);
    }

    private static Answer freshProfile(Lab lab) {
        String name = lab.name("fresh");
        lab.create("/aclProfiles", new JsonObject().put("aclProfileName", name), name);
        JsonObject made = lab.semp()
                .get(lab.semp().config("/aclProfiles/" + Semp.key(name)))
                .orCannotTell("reading an ACL profile")
                .data();
        return Answer.of(String.join(
                ", ",
                made.getString("clientConnectDefaultAction"),
                made.getString("publishTopicDefaultAction"),
                made.getString("subscribeTopicDefaultAction"),
                made.getString("subscribeShareNameDefaultAction")));
    }

    /** May publish control messages only. */
    private static Username mute(Lab lab) {
        Username mute = lab.username("mute", acl -> acl.put("publishTopicDefaultAction", "disallow"), user -> {});
        lab.semp()
                .post(
                        lab.semp().config("/aclProfiles/" + Semp.key(mute.aclProfile()) + "/publishTopicExceptions"),
                        new JsonObject()
                                .put("publishTopicException", lab.fence())
                                .put("publishTopicExceptionSyntax", "smf"))
                .orCannotTell("adding a publish exception");
        return mute;
    }

    private static Answer directPublish(Lab lab) throws Exception {
        SmfClient listener = lab.smf(lab.username("alice"));
        SmfClient mute = lab.smf(mute(lab));
        listener.subscribe(lab.topic("no"));
        mute.publish(lab.topic("no"), "forged");
        return Answer.yesNo(!Heard.payloads(listener.heardSoFar(mute)).contains("forged"));
    }

    /** A report would come before what is published after it has come back. */
    private static Answer directPublishReported(Lab lab) throws Exception {
        SmfClient mute = lab.smf(mute(lab));
        mute.publish(lab.topic("no"), "forged");
        mute.heardSoFar(mute);
        mute.heardSoFar(mute);
        return Answer.of(mute.refusedSoFar().isEmpty() ? NO : YES, String.join(", ", mute.refusedSoFar()));
    }

    private static Answer mqttRefusal(Lab lab) throws Exception {
        MqttClient alice = lab.mqtt(lab.fenced("alice"), "m");
        int suback;
        try {
            suback = alice.subscribe(lab.topic("no"), 0);
        } catch (CannotTell e) {
            if (alice.endsInTime()) {
                return Answer.of("close");
            }
            throw e;
        }
        if (suback == MqttClient.REFUSED) {
            return Answer.of("suback-failure");
        }
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("no"), "x");
        boolean leaks = Heard.payloads(alice.heardSoFar(feed)).contains("x");
        return Answer.of(leaks ? "granted" : "silent");
    }

    private static Answer directPublishCounted(Lab lab) throws Exception {
        SmfClient mute = lab.smf(mute(lab));
        mute.publish(lab.topic("no"), "forged");
        String path = lab.semp().monitor("/clients/" + Semp.key(mute.clientName()));
        lab.await(
                "publishTopicAclRxDiscardedMsgCount is still 0",
                () -> lab.semp().get(path).data().getLong("publishTopicAclRxDiscardedMsgCount", 0L) > 0);
        return Answer.of(YES);
    }
}
