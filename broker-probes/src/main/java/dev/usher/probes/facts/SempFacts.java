package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Lab;
import dev.usher.probes.Semp;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Statuses, codes and pages of SEMP v2. */
final class SempFacts {
    private static final String ERRORS = "PubSub+ docs, SEMP Error Handling";
    private static final String QUERY = "SEMP v2 spec 2.30, query parameters";
    private static final int EXCEPTIONS = 12;

    private SempFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("semp-created")
                        .asks("Which HTTP status answers a POST that creates an object?")
                        .matters("Success is decided by it.")
                        .documented("200", "SEMP v2 spec, responses")
                        .by(lab -> Answer.of(lab.semp()
                                .post(exceptions(lab, lab.username("alice")), exception(lab.topic("a")))
                                .statusAndCode())),
                fact("semp-not-found-is-404")
                        .asks("Does NOT_FOUND come with HTTP status 404?")
                        .matters("Clients that decide by status would take 400 for their own mistake.")
                        .unconfirmed(NO, "notFoundIs404")
                        .by(lab -> {
                            Semp.Reply reply =
                                    lab.semp().get(lab.semp().config("/aclProfiles/" + Semp.key(lab.name("none"))));
                            return Answer.of(reply.status() == 404 ? YES : NO, reply.statusAndCode());
                        }),
                fact("semp-not-found-code")
                        .asks("Which code has NOT_FOUND?")
                        .matters("Gone is decided by it.")
                        .documented("6", ERRORS)
                        .by(lab ->
                                code(lab.semp().get(lab.semp().config("/aclProfiles/" + Semp.key(lab.name("none")))))),
                fact("semp-already-exists")
                        .asks("How is the second of two equal POSTs refused?")
                        .matters("It is taken for success.")
                        .documented("400/10", ERRORS)
                        .by(lab -> {
                            String path = exceptions(lab, lab.username("alice"));
                            lab.semp().post(path, exception(lab.topic("a")));
                            return Answer.of(lab.semp()
                                    .post(path, exception(lab.topic("a")))
                                    .statusAndCode());
                        }),
                fact("semp-unknown-attribute")
                        .asks("How is an attribute refused that does not exist?")
                        .matters("A newer client must notice an older broker.")
                        .documented("400/11", ERRORS)
                        .by(lab -> Answer.of(
                                lab.changeUsername(lab.username("alice"), new JsonObject().put("noSuchAttribute", true))
                                        .statusAndCode())),
                fact("semp-missing-key")
                        .asks("How is a POST refused that lacks an identifying attribute?")
                        .matters("It has to be told from a broker's failure.")
                        .documented("400/228", ERRORS)
                        .by(lab -> Answer.of(lab.semp()
                                .post(lab.semp().config("/aclProfiles"), new JsonObject())
                                .statusAndCode())),
                fact("semp-no-json")
                        .asks("How is a body refused that is no JSON?")
                        .matters("It has to be told from a broker's failure.")
                        .documented("400/27", ERRORS)
                        .by(lab -> Answer.of(lab.semp()
                                .post(lab.semp().config("/aclProfiles"), "{")
                                .statusAndCode())),
                fact("semp-invalid-path")
                        .asks("How is a path refused that does not exist?")
                        .matters("It has to be told from a missing object.")
                        .documented("400/535", "a published record of SEMP answers")
                        .by(lab -> Answer.of(lab.semp()
                                .get(lab.semp().config("/noSuchCollection"))
                                .statusAndCode())),
                fact("semp-put-on-exception")
                        .asks("How is PUT refused on an ACL exception, which has no PUT?")
                        .matters("Exceptions cannot be made idempotently.")
                        .assumed("400/14")
                        .by(lab -> Answer.of(lab.semp()
                                .put(
                                        exceptions(lab, lab.username("alice")) + "/" + Semp.key("smf", lab.topic("a")),
                                        new JsonObject())
                                .statusAndCode())),
                fact("semp-wrong-credentials")
                        .asks("Which HTTP status answers wrong SEMP credentials?")
                        .matters("It must not be repeated.")
                        .documented("401", "SEMP v2 spec 2.30, Authentication")
                        .by(lab -> Answer.of(String.valueOf(lab.semp()
                                .getAs(lab.name("nobody"), "wrong", lab.semp().config("/aclProfiles"))
                                .status()))),
                fact("semp-page-size")
                        .asks("How many objects has a page if no count is asked for?")
                        .matters("Who reads one page misses entitlements.")
                        .documented("10", QUERY)
                        .by(lab -> Answer.of(String.valueOf(lab.semp()
                                .get(twelve(lab))
                                .orCannotTell("listing exceptions")
                                .objects()
                                .size()))),
                fact("semp-count-beyond-limit")
                        .asks("How is a count of 101 refused?")
                        .matters("Reading all takes more pages than one may think.")
                        .assumed("400/11")
                        .by(lab -> Answer.of(lab.semp()
                                .get(lab.semp().config("/aclProfiles?count=101"))
                                .statusAndCode())),
                fact("semp-ragged-pages")
                        .asks("Does a collection come in pages that are shorter than asked for and not the last?")
                        .matters("A short page must not be taken for the end.")
                        .unconfirmed(NO, "raggedPages")
                        .by(SempFacts::ragged),
                fact("semp-pages-are-complete")
                        .asks("Does following the cursor bring each of 12 objects exactly once?")
                        .matters("A proof rests on complete reads.")
                        .documented(YES, QUERY)
                        .by(lab -> {
                            List<String> topics = new ArrayList<>();
                            lab.semp()
                                    .pages(twelve(lab), 5)
                                    .forEach(page -> page.objects()
                                            .forEach(o -> topics.add(o.getString("subscribeTopicException"))));
                            topics.remove(lab.fence());
                            return Answer.yesNo(topics.size() == EXCEPTIONS
                                    && Set.copyOf(topics).size() == EXCEPTIONS);
                        }),
                fact("semp-where-equals")
                        .asks("Does `where` find one object of twelve by its exact value, slashes and all?")
                        .matters("Seats are looked up so.")
                        .documented(YES, QUERY)
                        .by(lab -> {
                            List<JsonObject> found = lab.semp()
                                    .list(twelve(lab) + "?where=subscribeTopicException=="
                                            + Semp.key(lab.topic("t/7")));
                            return Answer.yesNo(found.size() == 1
                                    && found.get(0)
                                            .getString("subscribeTopicException")
                                            .equals(lab.topic("t/7")));
                        }),
                fact("semp-where-wildcard")
                        .asks("Does `*` in a `where` value stand for any characters?")
                        .matters("Objects of ours are found by their prefix.")
                        .documented(YES, QUERY)
                        .by(lab -> Answer.yesNo(lab.semp()
                                        .list(twelve(lab) + "?where=subscribeTopicException=="
                                                + Semp.key(lab.topic("t/")) + "*")
                                        .size()
                                == EXCEPTIONS)),
                fact("semp-select")
                        .asks("Does `select` leave out what it does not name?")
                        .matters("Less to read from a busy broker.")
                        .documented(YES, QUERY)
                        .by(lab -> {
                            JsonObject selected = lab.semp()
                                    .get(lab.semp()
                                            .config("/clientUsernames/"
                                                    + Semp.key(lab.username("alice")
                                                            .name())
                                                    + "?select=clientUsername,enabled"))
                                    .orCannotTell("selecting attributes")
                                    .data();
                            return Answer.of(
                                    new TreeSet<>(selected.fieldNames()).equals(Set.of("clientUsername", "enabled"))
                                            ? YES
                                            : NO,
                                    String.join(", ", new TreeSet<>(selected.fieldNames())));
                        }),
                fact("semp-comma-in-key")
                        .asks("Is a comma inside a key found when it is written as %2C?")
                        .matters("Topics may contain commas.")
                        .documented(YES, "PubSub+ docs, SEMP API Architecture")
                        .by(lab -> {
                            String path = exceptions(lab, lab.username("alice"));
                            lab.semp().post(path, exception(lab.topic("a,b"))).orCannotTell("adding an exception");
                            return Answer.yesNo(lab.semp()
                                    .get(path + "/" + Semp.key("smf", lab.topic("a,b")))
                                    .ok());
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.SEMP, id);
    }

    private static Answer code(Semp.Reply reply) {
        return Answer.of(String.valueOf(reply.code()), reply.statusAndCode());
    }

    static String exceptions(Lab lab, Username user) {
        return lab.semp().config("/aclProfiles/" + Semp.key(user.aclProfile()) + "/subscribeTopicExceptions");
    }

    static JsonObject exception(String topic) {
        return new JsonObject().put("subscribeTopicException", topic).put("subscribeTopicExceptionSyntax", "smf");
    }

    private static String twelve(Lab lab) {
        String path = exceptions(lab, lab.username("alice"));
        for (int i = 0; i < EXCEPTIONS; i++) {
            lab.semp().post(path, exception(lab.topic("t/" + i))).orCannotTell("adding an exception");
        }
        return path;
    }

    private static Answer ragged(Lab lab) {
        List<Semp.Reply> pages = lab.semp().pages(twelve(lab), 5);
        List<Integer> sizes = pages.stream().map(p -> p.objects().size()).toList();
        boolean ragged = sizes.subList(0, sizes.size() - 1).stream().anyMatch(size -> size < 5);
        return Answer.of(ragged ? YES : NO, "pages of " + sizes + "; a busy broker may still do so");
    }
}
