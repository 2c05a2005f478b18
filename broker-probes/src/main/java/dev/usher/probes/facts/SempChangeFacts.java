package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Lab;
import dev.usher.probes.Semp;
import dev.usher.probes.SmfClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What SEMP changes, and how long it takes. */
final class SempChangeFacts {
    private static final String METHODS = "SEMP v2 spec 2.30, HTTP methods";
    private static final int WRITES = 20;

    /** A limit is looked for no further than this: more would fill the configuration of a broker that others use. */
    private static final int TRIED = 50;

    private SempChangeFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("semp-patch-keeps")
                        .asks("Does PATCH leave alone what it does not name?")
                        .matters("A change must not open a door.")
                        .documented(YES, METHODS)
                        .by(lab -> {
                            Username alice = lab.manager("alice");
                            lab.changeUsername(alice, new JsonObject().put("enabled", false))
                                    .orCannotTell("changing a username");
                            return Answer.yesNo(username(lab, alice).getBoolean("subscriptionManagerEnabled", false));
                        }),
                fact("semp-put-resets")
                        .asks("Does PUT set what it does not name to its default?")
                        .matters("A PUT that forgets an attribute changes it.")
                        .documented(YES, METHODS)
                        .by(lab -> {
                            Username alice = lab.manager("alice");
                            lab.changeUsername(alice, new JsonObject().put("enabled", false))
                                    .orCannotTell("changing a username");
                            lab.semp()
                                    .put(
                                            lab.semp().config("/clientUsernames/" + Semp.key(alice.name())),
                                            new JsonObject().put("aclProfileName", alice.aclProfile()))
                                    .orCannotTell("replacing a username");
                            return Answer.yesNo(!username(lab, alice).getBoolean("subscriptionManagerEnabled", true));
                        }),
                fact("semp-password-not-shown")
                        .asks("Is the password of a client username missing from every answer?")
                        .matters("Whoever may read configuration must not be able to log in as somebody.")
                        .documented(YES, "SEMP v2 spec, write-only attributes")
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            String path = lab.semp().config("/clientUsernames/" + Semp.key(alice.name()));
                            String all = lab.semp().get(path).body().encode()
                                    + lab.semp()
                                            .patch(path, new JsonObject().put("password", alice.password()))
                                            .body()
                                            .encode();
                            return Answer.yesNo(!all.contains(alice.password()));
                        }),
                fact("semp-client-profile-in-use")
                        .asks("How is deleting a client profile refused that an enabled username uses?")
                        .matters("Cleaning up needs the right order.")
                        .open("490 on record for one version, 89 for ACL profiles")
                        .by(lab -> {
                            lab.username("alice");
                            if (lab.clientProfile().equals("default")) {
                                return Answer.unknown("the SEMP user lacks the right to make client profiles");
                            }
                            return Answer.of(lab.semp()
                                    .delete(lab.semp().config("/clientProfiles/" + Semp.key(lab.clientProfile())))
                                    .statusAndCode());
                        }),
                fact("semp-disconnect")
                        .asks("Does the action `disconnect` end a client's connection?")
                        .matters("The last resort of a revocation.")
                        .documented(YES, "SEMP v2 spec, action, clients/{clientName}/disconnect")
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.username("alice"));
                            lab.semp()
                                    .put(
                                            lab.semp()
                                                    .action("/clients/" + Semp.key(alice.clientName()) + "/disconnect"),
                                            new JsonObject())
                                    .orCannotTell("disconnecting a client");
                            return Answer.yesNo(alice.endsInTime());
                        }),
                fact("semp-disconnect-absent")
                        .asks("Which code refuses to disconnect a client that is not there?")
                        .matters("It is taken for success.")
                        .documented("6", "PubSub+ docs, SEMP Error Handling")
                        .by(lab -> Answer.of(String.valueOf(lab.semp()
                                .put(
                                        lab.semp().action("/clients/" + Semp.key(lab.name("gone")) + "/disconnect"),
                                        new JsonObject())
                                .code()))),
                fact("semp-write-latency")
                        .asks("How long do 20 config writes take, one after the other, at ten a second?")
                        .matters("Enforcing by SEMP is as fast as this; with config-sync it is slower.")
                        .open("a measurement")
                        .by(SempChangeFacts::writeLatency),
                fact("semp-overload")
                        .asks("What answers a broker whose SEMP service is overloaded, or out of sessions?")
                        .matters("It must be told from a refusal.")
                        .open("529 is documented for sessions, nothing for overload")
                        .by(lab -> Answer.unknown(
                                "not asked: it would have to overload the management of a broker that others use")),
                fact("semp-limit-of-exceptions")
                        .asks("How many topic exceptions does one list of an ACL profile take?")
                        .matters("An exception for each product of a user.")
                        .unconfirmed("more than " + TRIED, "maxAclExceptions")
                        .by(SempChangeFacts::exceptionLimit),
                fact("semp-limit-of-profiles")
                        .asks("How many ACL profiles does the Message VPN take?")
                        .matters("A profile for each kind of user.")
                        .unconfirmed("more than " + TRIED, "maxAclProfiles")
                        .by(SempChangeFacts::profileLimit));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.SEMP, id);
    }

    private static JsonObject username(Lab lab, Username user) {
        return lab.semp()
                .get(lab.semp().config("/clientUsernames/" + Semp.key(user.name())))
                .orCannotTell("reading a username")
                .data();
    }

    private static Answer exceptionLimit(Lab lab) {
        String path = SempFacts.exceptions(lab, lab.username("alice"));
        for (int i = 0; i <= TRIED; i++) {
            Semp.Reply reply = lab.semp().post(path, SempFacts.exception(lab.topic("l/" + i)));
            if (!reply.ok()) {
                return Answer.of(String.valueOf(i), reply.statusAndCode() + " " + reply.description());
            }
        }
        return Answer.of("more than " + TRIED);
    }

    private static Answer profileLimit(Lab lab) {
        int there = lab.semp().list(lab.semp().config("/aclProfiles")).size();
        for (int i = 0; i <= TRIED; i++) {
            String name = lab.name("l" + i);
            Semp.Reply reply = lab.tryToCreate("/aclProfiles", new JsonObject().put("aclProfileName", name), name);
            if (!reply.ok()) {
                return Answer.of(String.valueOf(there + i), reply.statusAndCode() + " " + reply.description());
            }
        }
        return Answer.of("more than " + TRIED);
    }

    private static Answer writeLatency(Lab lab) {
        String path = SempFacts.exceptions(lab, lab.username("alice"));
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            JsonObject body = SempFacts.exception(lab.topic("w/" + i));
            long start = System.nanoTime();
            Semp.Reply reply = lab.semp().post(path, body);
            long waited = lab.broker().sempPause().toMillis();
            reply.orCannotTell("adding an exception");
            millis.add(Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) - waited));
        }
        Collections.sort(millis);
        return Answer.of(
                "median " + millis.get(WRITES / 2) + " ms, longest " + millis.get(WRITES - 1) + " ms",
                "pause of " + lab.broker().sempPause().toMillis() + " ms between requests not counted");
    }
}
