package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.OK;
import static dev.usher.probes.facts.Facts.YES;

import com.solacesystems.jcsmp.JCSMPException;
import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.Semp;
import dev.usher.probes.SmfClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Who may log in, and under which name. */
final class LoginFacts {
    private static final String SUBCODES = "JCSMP Javadoc, JCSMPErrorResponseSubcodeEx";

    private LoginFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("login-wrong-password")
                        .asks("How is an SMF login with a wrong password refused?")
                        .matters("Clients and operators tell a typo from a lock-out by it.")
                        .documented("401 UNAUTHORIZED", SUBCODES)
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            return Answer.of(lab.smfLogin(alice.withPassword("wrong"), lab.name("x")));
                        }),
                fact("login-disabled-username")
                        .asks("How is an SMF login with a disabled client username refused?")
                        .matters("A suspended user gets this.")
                        .documented("403 CLIENT_USERNAME_IS_SHUTDOWN", SUBCODES)
                        .by(lab -> Answer.of(lab.smfLogin(
                                lab.username("alice", acl -> {}, user -> user.put("enabled", false)), lab.name("x")))),
                fact("login-acl-refused")
                        .asks("How is an SMF login refused that the ACL profile disallows?")
                        .matters("A user behind a wrong profile gets this.")
                        .documented("403 CLIENT_ACL_DENIED", SUBCODES)
                        .by(lab -> Answer.of(lab.smfLogin(
                                lab.username(
                                        "alice", acl -> acl.put("clientConnectDefaultAction", "disallow"), user -> {}),
                                lab.name("x")))),
                fact("login-connect-exception")
                        .asks(
                                "Does a connect exception of the address range 0.0.0.0/0 let a client in that the default refuses?")
                        .matters("Connect exceptions get the opposite of the default action.")
                        .documented(YES, "SEMP v2 spec, MsgVpnAclProfileClientConnectException")
                        .by(LoginFacts::connectException),
                fact("login-wrong-vpn")
                        .asks("How is an SMF login to a Message VPN refused that does not exist?")
                        .matters("A wrong configuration shows as this.")
                        .assumed("403 MSG_VPN_NOT_ALLOWED")
                        .by(lab -> Answer.of(
                                lab.smfLogin(lab.username("alice").inVpn("usher_probe_none"), lab.name("x")))),
                fact("login-unknown-username")
                        .asks("Can somebody log in under a username that nobody configured?")
                        .matters("Then he is the username `default`, and every entitlement can be bypassed.")
                        .open("differs between Message VPNs: whether `default` is enabled")
                        .by(lab -> {
                            Username nobody = new Username(lab.broker().vpn(), lab.name("nobody"), "any", "");
                            String outcome = lab.smfLogin(nobody, lab.name("x"));
                            return Answer.of(outcome.equals(OK) ? YES : NO, outcome.equals(OK) ? "" : outcome);
                        }),
                fact("login-same-name")
                        .asks("What becomes of an SMF client when the same username logs in under its client name?")
                        .matters("Two tabs of one user; somebody who wants another client's subscriptions.")
                        .unconfirmed("take-over", "sameName")
                        .by(lab -> sameName(lab, false)),
                fact("login-same-name-of-another-username")
                        .asks("May another client username take over a connected client name?")
                        .matters("If so, a client name is no proof of who is behind it.")
                        .unconfirmed(YES, "takeOverAcrossUsernames")
                        .by(lab -> {
                            Answer answer = sameName(lab, true);
                            return answer.value()
                                    .map(v -> Answer.of(v.equals("take-over") ? YES : NO, answer.detail()))
                                    .orElse(answer);
                        }),
                fact("login-name-of-mqtt-client")
                        .asks("May an SMF client take a name that begins with `#mqtt/`?")
                        .matters("If so, it could receive what is subscribed on behalf of an MQTT client.")
                        .assumed(NO)
                        .by(lab -> {
                            String outcome = lab.smfLogin(lab.username("alice"), "#mqtt/" + lab.name("x") + "/1");
                            return Answer.of(outcome.equals(OK) ? YES : NO, outcome);
                        }),
                fact("login-mqtt-client-name")
                        .asks("Is an MQTT client named `#mqtt/<client id>/<number>`?")
                        .matters("By this name subscriptions are made on its behalf.")
                        .documented(YES, "published listings of MQTT sessions")
                        .by(lab -> {
                            String name = lab.mqtt(lab.username("alice"), "m").clientName();
                            return Answer.of(name.matches("#mqtt/" + lab.name("m") + "/\\d+") ? YES : NO, name);
                        }),
                fact("login-inbox-is-private")
                        .asks("Does another client that subscribes to `>` get what is sent to a client's inbox?")
                        .matters("Replies would leak to everybody who may subscribe to everything.")
                        .documented(NO, "PubSub+ docs, MQTT Topics: wildcards do not match #P2P")
                        .by(LoginFacts::inbox),
                fact("login-manager-capability")
                        .asks("Does the login answer tell a subscription manager from others?")
                        .matters("The readiness of the control service rests on it.")
                        .documented(YES, "JCSMP Javadoc, CapabilityType.SUBSCRIPTION_MANAGER")
                        .by(lab -> Answer.yesNo(lab.smf(lab.manager("boss")).isSubscriptionManager()
                                && !lab.smf(lab.username("alice")).isSubscriptionManager())),
                fact("login-disabling-disconnects")
                        .asks("Does disabling a client username disconnect its clients?")
                        .matters("Suspending a user ends with this.")
                        .documented(YES, "SEMP v2 spec, MsgVpnClientUsername.enabled")
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            SmfClient client = lab.smf(alice);
                            lab.changeUsername(alice, new JsonObject().put("enabled", false))
                                    .orCannotTell("disabling a username");
                            return Answer.yesNo(client.endsInTime());
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.LOGIN, id);
    }

    private static Answer connectException(Lab lab) {
        Username alice = lab.username("alice", acl -> acl.put("clientConnectDefaultAction", "disallow"), user -> {});
        lab.semp()
                .post(
                        lab.semp().config("/aclProfiles/" + Semp.key(alice.aclProfile()) + "/clientConnectExceptions"),
                        new JsonObject().put("clientConnectExceptionAddress", "0.0.0.0/0"))
                .orCannotTell("adding a connect exception");
        String outcome = lab.smfLogin(alice, lab.name("x"));
        return Answer.of(outcome.equals(OK) ? YES : NO, outcome);
    }

    private static Answer sameName(Lab lab, boolean otherUsername) throws JCSMPException {
        Username alice = lab.username("alice");
        SmfClient first = lab.smf(alice);
        Username second = otherUsername ? lab.username("bob") : alice;
        try {
            lab.smf(second, first.clientName());
        } catch (JCSMPException e) {
            return Answer.of("refuse", SmfClient.refusal(e));
        }
        return first.endsInTime() ? Answer.of("take-over") : Answer.of("both stay");
    }

    private static Answer inbox(Lab lab) throws JCSMPException {
        if (!lab.broker().everything()) {
            return Answer.unknown("not asked: it subscribes to `>`, which draws all that this Message VPN carries;"
                    + " -Dbroker.everything=true allows it");
        }
        Username anybody = lab.username("alice");
        SmfClient owner = lab.smf(anybody);
        SmfClient curious = lab.smf(anybody);
        SmfClient publisher = lab.smf(anybody);
        curious.subscribe(">");
        publisher.publish(owner.inboxTopic(), "private");
        List<String> ownersOwn = Heard.payloads(owner.heardSoFar(publisher));
        if (!ownersOwn.contains("private")) {
            return Answer.unknown("the owner of the inbox did not get it");
        }
        return Answer.yesNo(Heard.payloads(curious.heardSoFar(publisher)).contains("private"));
    }
}
