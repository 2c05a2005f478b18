package dev.usher.broker.semp;

import static dev.usher.broker.fuzz.FuzzBroker.expect;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.MqttSession;
import dev.usher.broker.fuzz.Corpus;
import dev.usher.broker.fuzz.FuzzBroker;
import dev.usher.broker.fuzz.FuzzInput;
import dev.usher.broker.fuzz.FuzzLoop;
import dev.usher.broker.fuzz.FuzzOutcome;
import dev.usher.broker.fuzz.FuzzRandom;
import dev.usher.broker.fuzz.FuzzSource;
import dev.usher.broker.fuzz.FuzzTarget;
import dev.usher.broker.fuzz.Mutator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * SEMP requests, from path, query and body to the answer: each is answered with a known status and code; what is refused
 * changes nothing; whatever was configured can be read, found under its own link, and put again as it was read.
 */
public final class SempFuzz implements FuzzTarget {

    private static final SempUser ADMIN = new SempUser("admin", false);
    private static final String ORIGIN = "http://broker";
    private static final String VPN = "/SEMP/v2/config/msgVpns/default";
    private static final Set<Integer> STATUSES = Set.of(200, 400, 404);

    /** So that requests find something. */
    private static final List<String> MADE = List.of(
            "aclProfiles {'aclProfileName':'p1'}",
            "aclProfiles {'aclProfileName':'trader'}",
            "aclProfiles/p1/subscribeTopicExceptions {'subscribeTopicException':'a/>','subscribeTopicExceptionSyntax':'smf'}",
            "aclProfiles/p1/clientConnectExceptions {'clientConnectExceptionAddress':'10.0.0.0/8'}",
            "clientProfiles {'clientProfileName':'p1'}",
            "clientProfiles {'clientProfileName':'slow'}",
            "clientUsernames {'clientUsername':'carol'}",
            "clientUsernames {'clientUsername':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'}",
            "mqttSessions {'mqttSessionClientId':'seat-1','mqttSessionVirtualRouter':'primary'}",
            "mqttSessions/seat-1,primary/subscriptions {'subscriptionTopic':'a/#'}");

    private final Mutator mutator = new Mutator(Corpus.text("semp.txt"), UnaryOperator.identity(), 1);
    private BrokerCore core;
    private SempRouter router;

    @Override
    public String name() {
        return "semp";
    }

    @Override
    public void begin(FuzzLoop loop) {
        core = new FuzzBroker().core();
        SempBehaviour behaviour = new SempBehaviour();
        router = SempFront.router(core, behaviour);
        for (String made : MADE) {
            String[] parts = made.split(" ", 2);
            answered("POST", VPN + "/" + parts[0], null, new JsonObject(parts[1].replace('\'', '"')));
        }
    }

    @Override
    public FuzzInput input(FuzzRandom random, FuzzSource source) {
        byte[] request = source == FuzzSource.CAPTURE ? mutator.mutate(random) : new SempGrammar(random).request();
        return new FuzzInput(0, request);
    }

    /** The first line ends at a line feed, or before the first brace: captures have the body in the same line. */
    @Override
    public Future<FuzzOutcome> run(FuzzInput input) {
        String text = new String(input.data(), StandardCharsets.ISO_8859_1);
        int brace = text.indexOf(" {");
        int feed = text.indexOf('\n');
        int end = feed >= 0 && (brace < 0 || feed < brace) ? feed : brace >= 0 ? brace : text.length();
        byte[] body = text.substring(Math.min(text.length(), end + 1)).getBytes(StandardCharsets.ISO_8859_1);
        String line = text.substring(0, end);
        int space = line.indexOf(' ');
        String method = space < 0 ? line : line.substring(0, space);
        String target = space < 0 ? "" : line.substring(space + 1);
        int mark = target.indexOf('?');
        SempRequest request = new SempRequest(
                        method,
                        ORIGIN,
                        mark < 0 ? target : target.substring(0, mark),
                        mark < 0 ? null : target.substring(mark + 1),
                        Buffer.buffer(body))
                .by(ADMIN);
        List<Object> before = state();
        SempAnswer answer = router.answer(request);
        boolean done = check(answer, text.contains("null"));
        boolean changes = done && Set.of("POST", "PUT", "PATCH", "DELETE").contains(method);
        expect(changes || before.equals(state()), "a request that was " + answer.status() + " changed something");
        return Future.succeededFuture(done ? FuzzOutcome.ANSWERED : FuzzOutcome.REFUSED);
    }

    /**
     * @param nullAsked the request says so itself: in an answer it is no sign of a defect then
     * @return whether it did what it was asked
     */
    private static boolean check(SempAnswer answer, boolean nullAsked) {
        JsonObject body = new JsonObject(answer.body().encode());
        JsonObject meta = body.getJsonObject("meta");
        expect(STATUSES.contains(answer.status()), "status " + answer.status());
        expect(meta.getInteger("responseCode") == answer.status(), "responseCode differs from the status");
        JsonObject error = meta.getJsonObject("error");
        if (answer.status() == 200) {
            expect(error == null, "an error with status 200");
            return true;
        }
        boolean known = false;
        for (SempCode code : SempCode.values()) {
            known |= code.number() == error.getInteger("code");
        }
        expect(known, "code " + error.getInteger("code"));
        String description = error.getString("description");
        expect(nullAsked || !description.contains("null"), description);
        return false;
    }

    private List<Object> state() {
        List<Object> all = new ArrayList<>(List.of(
                core.vpn().settings(),
                core.vpn().aclProfiles().all(),
                core.vpn().clientProfiles().all(),
                core.vpn().clientUsernames().all()));
        // Those of clean connections end with them: a change that ends one is answered NOT_FOUND.
        for (MqttSession session : core.mqttSessions().all()) {
            if (session.isDurable()) {
                all.add(session.clientId());
                all.add(session.settings());
                all.add(session.subscriptions());
            }
        }
        return all;
    }

    @Override
    public void check() {
        roundTrip(VPN);
        for (String collection : List.of("aclProfiles", "clientProfiles", "clientUsernames", "mqttSessions")) {
            for (String uri : objects(VPN + "/" + collection)) {
                JsonObject links = roundTrip(uri);
                for (String child : links.fieldNames()) {
                    if (!child.equals("uri")) {
                        objects(path(links.getString(child))).forEach(this::read);
                    }
                }
            }
        }
    }

    /** The paths of everything in a collection; each object is what its own path gives. */
    private List<String> objects(String path) {
        List<String> paths = new ArrayList<>();
        String query = "count=7";
        while (query != null) {
            JsonObject page = answered("GET", path, query, null);
            JsonArray links = page.getJsonArray("links");
            for (int i = 0; i < links.size(); i++) {
                String own = path(links.getJsonObject(i).getString("uri"));
                JsonObject listed = page.getJsonArray("data").getJsonObject(i);
                expect(read(own).getJsonObject("data").equals(listed), own + " is not what the list says");
                paths.add(own);
            }
            JsonObject paging = page.getJsonObject("meta").getJsonObject("paging");
            query = paging == null ? null : paging.getString("nextPageUri").split("\\?", 2)[1];
        }
        expect(paths.size() == Set.copyOf(paths).size(), "listed twice: " + paths);
        return paths;
    }

    private JsonObject read(String path) {
        return answered("GET", path, null, null);
    }

    /** @return the links of the object */
    private JsonObject roundTrip(String path) {
        JsonObject was = read(path);
        String profile = was.getJsonObject("data").getString("aclProfileName", "default");
        if (core.vpn().aclProfiles().find(profile).isEmpty()) {
            // A profile may be deleted while only disabled usernames have it; they cannot be put like that.
            return was.getJsonObject("links");
        }
        String verb = path.equals(VPN) ? "PATCH" : "PUT";
        JsonObject put = answered(verb, path, null, was.getJsonObject("data"));
        expect(put.getJsonObject("data").equals(was.getJsonObject("data")), verb + " of what was read changes " + path);
        return was.getJsonObject("links");
    }

    private JsonObject answered(String method, String path, String query, JsonObject body) {
        SempAnswer answer = router.answer(new SempRequest(
                        method, ORIGIN, path, query, body == null ? Buffer.buffer() : Buffer.buffer(body.encode()))
                .by(ADMIN));
        expect(
                check(answer, false),
                method + " " + path + " answers " + answer.body().encode());
        // As a client gets it: text, in UTF-8.
        return new JsonObject(Buffer.buffer(answer.body().encode().getBytes(StandardCharsets.UTF_8)));
    }

    private static String path(String uri) {
        return uri.substring(ORIGIN.length());
    }
}
