package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.OK;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.CannotTell;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.Listener;
import dev.usher.probes.MqttClient;
import dev.usher.probes.SmfClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Subscriptions made for another client. */
final class OnBehalfFacts {
    private static final String SUBCODES = "JCSMP Javadoc, JCSMPErrorResponseSubcodeEx";
    private static final String SAMPLES = "Solace samples and blogs on subscription managers";

    private OnBehalfFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("obo-reaches-smf")
                        .asks("Does a subscription on behalf of an SMF client deliver, though its own ACL refuses it?")
                        .matters("This is how users of solclientjs are seated.")
                        .documented(YES, SAMPLES)
                        .by(lab -> delivers(lab, lab.smf(lab.fenced("alice")))),
                fact("obo-reaches-mqtt")
                        .asks("Does a subscription on behalf of an MQTT client deliver, though its own ACL refuses it?")
                        .matters("This is how users of MQTT.js are seated.")
                        .documented(YES, SAMPLES)
                        .by(lab -> delivers(lab, lab.mqtt(lab.fenced("alice"), "m"))),
                fact("obo-checks-manager-acl")
                        .asks("Is a subscription on behalf of another refused when the manager's own ACL refuses it?")
                        .matters("Then the manager needs a profile that allows everything.")
                        .unconfirmed(YES, "oboChecksManagerAcl")
                        .by(lab -> {
                            SmfClient target = lab.smf(lab.username("alice"));
                            String outcome = lab.smf(fencedManager(lab)).subscribe(target.clientName(), lab.topic("a"));
                            return outcome.equals(OK) ? Answer.of("no") : Answer.of(YES, outcome);
                        }),
                fact("obo-manager-flag-at-login")
                        .asks("May a manager go on after its username has lost subscriptionManagerEnabled?")
                        .matters("Taking the right away must be followed by a disconnect then.")
                        .unconfirmed("no", "managerFlagAtLogin")
                        .by(lab -> {
                            String outcome = withoutFlag(lab);
                            return outcome.equals(OK) ? Answer.of(YES) : Answer.of("no", outcome);
                        }),
                fact("obo-unknown-client")
                        .asks("How is a subscription on behalf of a client refused that is not connected?")
                        .matters("A seat whose browser has gone.")
                        .documented("UNKNOWN_CLIENT_NAME", SUBCODES)
                        .by(lab -> subcode(lab.smf(lab.manager("boss")).subscribe(lab.name("gone"), lab.topic("a")))),
                fact("obo-unknown-client-code")
                        .asks(
                                "With which response code is a subscription on behalf of a client refused that is not connected?")
                        .matters("Only the text is to be relied on.")
                        .unconfirmed("code-404", "unknownClient")
                        .by(lab -> {
                            String outcome = lab.smf(lab.manager("boss")).subscribe(lab.name("gone"), lab.topic("a"));
                            return Answer.of("code-" + outcome.substring(0, outcome.indexOf(' ')), outcome);
                        }),
                fact("obo-checks-target-acl")
                        .asks("Is a subscription on behalf of another refused when the target's own ACL refuses it?")
                        .matters("The fence around users would keep out the control service, too.")
                        .documented("no", SAMPLES, "oboChecksTargetAcl")
                        .by(lab -> {
                            SmfClient target = lab.smf(lab.fenced("alice"));
                            String outcome =
                                    lab.smf(lab.manager("boss")).subscribe(target.clientName(), lab.topic("a"));
                            return Answer.of(outcome.equals(OK) ? "no" : YES, outcome);
                        }),
                fact("obo-not-a-manager")
                        .asks("How is a subscription on behalf of another refused to a client that is no manager?")
                        .matters("Nobody may seat himself or others.")
                        .documented("SUBSCRIPTION_MANAGER_DENIED", SUBCODES)
                        .by(lab -> {
                            String outcome = withoutFlag(lab);
                            return outcome.equals(OK)
                                    ? Answer.unknown(
                                            "JCSMP asks for others only if it was a manager at login, and that counts")
                                    : subcode(outcome);
                        }),
                fact("obo-duplicate")
                        .asks("What is the second of two equal requests to subscribe a client answered?")
                        .matters("It is taken for success.")
                        .documented("SUBSCRIPTION_ALREADY_PRESENT", SUBCODES)
                        .by(lab -> {
                            SmfClient boss = lab.smf(lab.manager("boss"));
                            String target = lab.smf(lab.username("alice")).clientName();
                            boss.subscribe(target, lab.topic("a"));
                            return subcode(boss.subscribe(target, lab.topic("a")));
                        }),
                fact("obo-remove-absent")
                        .asks("What is a request answered to remove a subscription that is not there?")
                        .matters("It is taken for success.")
                        .documented("SUBSCRIPTION_NOT_FOUND", SUBCODES)
                        .by(lab -> {
                            SmfClient boss = lab.smf(lab.manager("boss"));
                            String target = lab.smf(lab.username("alice")).clientName();
                            return subcode(boss.unsubscribe(target, lab.topic("a")));
                        }),
                fact("obo-etx-for-mqtt")
                        .asks("Towards an MQTT client, does a last level of the byte 0x03 match any number of levels?")
                        .matters("It is how a whole product is given to MQTT.js.")
                        .documented(YES, "a public Solace demo; PubSub+ docs, MQTT Topics")
                        .by(lab -> matches(lab, "p/\u0003", "p/a/b")),
                fact("obo-etx-matches-parent")
                        .asks("Towards an MQTT client, does a last level of the byte 0x03 match the parent level, too?")
                        .matters("One topic more than SMF's `>` gives.")
                        .unconfirmed(YES, "etxMatchesParent")
                        .by(lab -> matches(lab, "p/\u0003", "p")),
                fact("obo-greater-than-for-mqtt")
                        .asks("Towards an MQTT client, what does a last level `>` do?")
                        .matters("A manager that forgets the protocol injects nothing, or everything.")
                        .unconfirmed("literal", "greaterThanForMqtt")
                        .by(OnBehalfFacts::greaterThan),
                fact("obo-qos")
                        .asks(
                                "Does a guaranteed message reach an MQTT client with QoS 1 through a subscription on its behalf?")
                        .matters("QoS 1 needs a queue on the broker for each seat.")
                        .unconfirmed("no", "oboAddsQos1")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            lab.smf(lab.manager("boss")).subscribe(alice.clientName(), lab.topic("a"));
                            Optional<String> nack =
                                    lab.smf(lab.username("feed")).publishGuaranteed(lab.topic("a"), "x");
                            return nack.map(n -> Answer.unknown("the message was not accepted: " + n))
                                    .orElseGet(() -> Answer.yesNo(alice.next().qos() == 1));
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.ON_BEHALF, id);
    }

    /** The name of a refusal without its number, which differs between texts. */
    static Answer subcode(String outcome) {
        return Answer.of(outcome.substring(outcome.indexOf(' ') + 1), outcome);
    }

    private static Username fencedManager(Lab lab) {
        Username boss = lab.username(
                "boss",
                acl -> acl.put("subscribeTopicDefaultAction", "disallow"),
                user -> user.put("subscriptionManagerEnabled", true));
        lab.addSubscribeException(boss, "smf", lab.fence());
        return boss;
    }

    private static Answer delivers(Lab lab, Listener target) throws Exception {
        String outcome = lab.smf(lab.manager("boss")).subscribe(target.clientName(), lab.topic("a"));
        if (!outcome.equals(OK)) {
            return Answer.of("no", outcome);
        }
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic("a"), "x");
        return Answer.yesNo(Heard.payloads(target.heardSoFar(feed)).contains("x"));
    }

    /** What a manager is answered that is none any more. */
    private static String withoutFlag(Lab lab) throws Exception {
        Username boss = lab.manager("boss");
        SmfClient manager = lab.smf(boss);
        String target = lab.smf(lab.username("alice")).clientName();
        if (!manager.subscribe(target, lab.topic("a")).equals(OK)) {
            throw new CannotTell("the manager could not subscribe even while it was one");
        }
        lab.changeUsername(boss, new JsonObject().put("subscriptionManagerEnabled", false))
                .orCannotTell("taking subscriptionManagerEnabled away");
        return manager.subscribe(target, lab.topic("b"));
    }

    private static Answer matches(Lab lab, String filter, String topic) throws Exception {
        MqttClient alice = lab.mqtt(lab.username("alice"), "m");
        String outcome = lab.smf(lab.manager("boss")).subscribe(alice.clientName(), lab.topic(filter));
        if (!outcome.equals(OK)) {
            return Answer.of("refused", outcome);
        }
        SmfClient feed = lab.smf(lab.username("feed"));
        feed.publish(lab.topic(topic), "x");
        return Answer.yesNo(Heard.payloads(alice.heardSoFar(feed)).contains("x"));
    }

    private static Answer greaterThan(Lab lab) throws Exception {
        return matches(lab, "p/>", "p/a/b")
                .value()
                .map(found -> switch (found) {
                    case "refused" -> Answer.of("refused");
                    case YES -> Answer.of("works");
                    default -> Answer.of("literal", "accepted, and does not match what is below");
                })
                .orElseThrow();
    }
}
