package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Password;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.SempFault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SempFrontIT extends SempFrontSetup {

    @Test
    void anAclProfileStartsClosedExceptForShareNames() throws Exception {
        JsonObject created = ok("POST", PROFILES, json("aclProfileName", "p1"));
        assertThat(created.getJsonObject("data"))
                .isEqualTo(json(
                        "aclProfileName", "p1",
                        "clientConnectDefaultAction", "disallow",
                        "msgVpnName", "default",
                        "publishTopicDefaultAction", "disallow",
                        "subscribeShareNameDefaultAction", "allow",
                        "subscribeTopicDefaultAction", "disallow"));
        assertThat(created.getJsonObject("links").getString("uri"))
                .isEqualTo("http://127.0.0.1:" + port + PROFILES + "/p1");
        assertThat(created.getJsonObject("meta").getJsonObject("request"))
                .isEqualTo(json("method", "POST", "uri", "http://127.0.0.1:" + port + PROFILES));
        assertThat(get(PROFILES + "/p1").getJsonObject("data")).isEqualTo(created.getJsonObject("data"));
    }

    @Test
    void patchChangesOneAttributeAndPutResetsTheOthers() throws Exception {
        ok("POST", PROFILES, json("aclProfileName", "p1", "publishTopicDefaultAction", "allow"));
        JsonObject patched = ok("PATCH", PROFILES + "/p1", json("clientConnectDefaultAction", "allow"));
        assertThat(patched.getJsonObject("data").getString("publishTopicDefaultAction"))
                .isEqualTo("allow");
        JsonObject put = ok("PUT", PROFILES + "/p1", json("subscribeTopicDefaultAction", "allow"));
        assertThat(put.getJsonObject("data").getString("publishTopicDefaultAction"))
                .isEqualTo("disallow");
        assertThat(put.getJsonObject("data").getString("subscribeTopicDefaultAction"))
                .isEqualTo("allow");
        ok("PUT", PROFILES + "/p2", json());
        assertThat(names(get(PROFILES), "aclProfileName")).contains("p1", "p2");
        assertThat(ok("DELETE", PROFILES + "/p2", null).fieldNames()).containsExactly("meta");
        assertThat(refused("GET", PROFILES + "/p2", null)).isEqualTo(6);
    }

    @Test
    void aTopicExceptionThatIsNoFilterIsRefused() throws Exception {
        ok("POST", PROFILES, json("aclProfileName", "p1"));
        JsonObject bad = json("subscribeTopicExceptionSyntax", "mqtt", "subscribeTopicException", "a/b#c");
        assertThat(refused("POST", PROFILES + "/p1/subscribeTopicExceptions", bad))
                .isEqualTo(11);
        assertThat(core.vpn().aclProfiles().get("p1").exceptions(AclProfile.Kind.SUBSCRIBE))
                .isEmpty();
    }

    @Test
    void exceptionsAreKeyedBySyntaxAndTopic() throws Exception {
        ok("POST", PROFILES, json("aclProfileName", "p1"));
        String exceptions = PROFILES + "/p1/subscribeTopicExceptions";
        JsonObject body = json("subscribeTopicExceptionSyntax", "smf", "subscribeTopicException", "US/A,B*/>");
        String uri = ok("POST", exceptions, body).getJsonObject("links").getString("uri");
        assertThat(uri).endsWith("/smf,US%2FA%2CB%2A%2F%3E");
        assertThat(refused("POST", exceptions, body)).isEqualTo(10);
        assertThat(core.vpn().aclProfiles().get("p1").exceptions(AclProfile.Kind.SUBSCRIBE))
                .hasSize(1);
        String path = uri.substring(uri.indexOf("/SEMP"));
        assertThat(get(path).getJsonObject("data").getString("subscribeTopicException"))
                .isEqualTo("US/A,B*/>");
        assertThat(refused("PUT", path, body)).isEqualTo(14);
        assertThat(refused("PATCH", path, body)).isEqualTo(14);
        ok("DELETE", path, null);
        assertThat(refused("DELETE", path, null)).isEqualTo(6);
        assertThat(get(exceptions).getJsonArray("data")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "publishTopicExceptions, publishTopicException, a/>",
        "subscribeShareNameExceptions, subscribeShareNameException, group1"
    })
    void theOtherExceptionListsWorkAlike(String collection, String attribute, String value) throws Exception {
        ok("POST", PROFILES, json("aclProfileName", "p1"));
        String uri = PROFILES + "/p1/" + collection;
        ok("POST", uri, json(attribute + "Syntax", "mqtt", attribute, value));
        assertThat(names(get(uri), attribute)).containsExactly(value);
        ok("DELETE", uri + "/mqtt," + PercentCodec.encode(value), null);
        assertThat(get(uri).getJsonArray("data")).isEmpty();
    }

    @Test
    void connectExceptionsAreCidr() throws Exception {
        String uri = PROFILES + "/default/clientConnectExceptions";
        ok("POST", uri, json("clientConnectExceptionAddress", "10.0.0.0/8"));
        assertThat(refused("POST", uri, json("clientConnectExceptionAddress", "10.0.0.0/8")))
                .isEqualTo(10);
        for (String none : List.of("10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "::1%eth0/128", "::10.0.0.1/128", "")) {
            assertThat(refused("POST", uri, json("clientConnectExceptionAddress", none)))
                    .as(none)
                    .isEqualTo(11);
        }
        ok("DELETE", uri + "/10.0.0.0%2F8", null);
        assertThat(refused("GET", uri + "/10.0.0.0%2F8", null)).isEqualTo(6);
    }

    @Test
    void passwordsAreNeverShownAndSurviveAPut() throws Exception {
        JsonObject created = ok("POST", USERNAMES, json("clientUsername", "alice", "password", "pw1", "enabled", true));
        assertThat(created.getJsonObject("data").fieldNames()).doesNotContain("password");
        ok("PUT", USERNAMES + "/alice", json("enabled", true, "subscriptionManagerEnabled", true));
        ClientUsername alice = core.vpn().clientUsernames().get("alice");
        assertThat(alice.password().matches("pw1")).isTrue();
        assertThat(alice.subscriptionManager()).isTrue();
        ok("PATCH", USERNAMES + "/alice", json("password", "pw2"));
        assertThat(core.vpn().clientUsernames().get("alice").password().matches("pw2"))
                .isTrue();
    }

    @Test
    void changingTheProfileOfAUsernameDisconnectsItsClients() throws Exception {
        ok("POST", USERNAMES, json("clientUsername", "alice", "password", "pw", "enabled", true));
        ok("POST", PROFILES, json("aclProfileName", "p1", "clientConnectDefaultAction", "allow"));
        connect(Protocol.MQTT, "a1", "alice");
        ok("PATCH", USERNAMES + "/alice", json("password", "other"));
        assertThat(kicked).isEmpty();
        ok("PATCH", USERNAMES + "/alice", json("aclProfileName", "p1"));
        assertThat(kicked).containsExactly("a1");
        assertThat(refused("DELETE", PROFILES + "/p1", null)).isEqualTo(89);
    }

    @Test
    void clientProfilesCarryEliding() throws Exception {
        String uri = CONFIG + "/clientProfiles";
        ok("POST", uri, json("clientProfileName", "slow", "elidingEnabled", true, "elidingDelay", 500));
        assertThat(core.vpn().clientProfiles().get("slow").elidingDelayMillis()).isEqualTo(500);
        assertThat(refused("PATCH", uri + "/slow", json("elidingDelay", 60_001)))
                .isEqualTo(11);
        JsonObject defaults = ok("PUT", uri + "/slow", json()).getJsonObject("data");
        assertThat(defaults.getBoolean("elidingEnabled")).isFalse();
        assertThat(defaults.getInteger("elidingMaxTopicCount")).isEqualTo(256);
    }

    @Test
    void theVpnCanBeReadAndPatched() throws Exception {
        ok("PATCH", CONFIG, json("eventPublishClientEnabled", true));
        assertThat(core.vpn().settings().clientEvents()).isTrue();
        assertThat(get(MONITOR).getJsonObject("data").getString("state")).isEqualTo("up");
        assertThat(refused("GET", "/SEMP/v2/config/msgVpns/other/aclProfiles", null))
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /SEMP/v2/config/msgVpns/default/nonsense              |     | 535",
                "GET    | /SEMP/v2/config/msgVpns/default/queues                |     | 14",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles/default,x |     | 535",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles/none      |     | 6",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles/none/subscribeTopicExceptions | | 6",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles?where=colour==red |  | 11",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles?select=colour |  | 11",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles?count=101 |     | 11",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles?pages=2   |     | 11",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles?opaquePassword=x | | 14",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles?forceFullPage=true | | 14",
                "GET    | /SEMP/v2/monitor/msgVpns/default/clients?opaquePassword=x |  | 11",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles/default?count=5 | | 11",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles/default?where=aclProfileName==x | | 11",
                "GET    | /SEMP/v2/config/msgVpns/default/aclProfiles/default?opaquePassword=x | | 14",
                "GET    | /SEMP/v2/config/about/api?count=5                     |     | 11",
                "GET    | /SEMP/v2/config/about/user/msgVpns?pages=2            |     | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles?count=5 | {\"aclProfileName\":\"x\"} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles?pages=2 | {\"aclProfileName\":\"x\"} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles?select=colour | {\"aclProfileName\":\"x\"} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles?opaquePassword=x | {\"aclProfileName\":\"x\"} | 14",
                "PATCH  | /SEMP/v2/config/msgVpns/default/aclProfiles/default?cursor=MQo | {} | 11",
                "PUT    | /SEMP/v2/config/msgVpns/default/aclProfiles/x?opaquePassword=x | {} | 14",
                "PUT    | /SEMP/v2/config/msgVpns/default/aclProfiles/x?where=a==b | {} | 11",
                "DELETE | /SEMP/v2/config/msgVpns/default/aclProfiles/none?select=aclProfileName | | 11",
                "PUT    | /SEMP/v2/action/msgVpns/default/clients/none/disconnect?select=x | {} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles           | {}  | 228",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles           | {   | 27",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles           | []  | 27",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles           |     | 27",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles | {\"aclProfileName\":\"default\"} | 10",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles | {\"aclProfileName\":\"x\",\"colour\":1} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles | {\"aclProfileName\":7} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles | {\"aclProfileName\":\"x\",\"msgVpnName\":\"y\"} | 11",
                "PATCH  | /SEMP/v2/config/msgVpns/default/aclProfiles/default | {\"publishTopicDefaultAction\":\"maybe\"} | 11",
                "PATCH  | /SEMP/v2/config/msgVpns/default/aclProfiles/none | {} | 6",
                "POST   | /SEMP/v2/config/msgVpns/default/aclProfiles | {\"aclProfileName\":\"\"} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/clientProfiles | {\"clientProfileName\":\"a b\"} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/clientProfiles | {\"clientProfileName\":\"a#\"} | 11",
                "PUT    | /SEMP/v2/config/msgVpns/default/clientProfiles/a%20b | {} | 11",
                "POST   | /SEMP/v2/config/msgVpns/default/clientUsernames | {\"clientUsername\":\"a*\"} | 11",
                "PUT    | /SEMP/v2/config/msgVpns/default/clientUsernames/%3F | {} | 11",
                "POST   | /SEMP/v2/monitor/msgVpns/default/clients              | {}  | 14",
                "PUT    | /SEMP/v2/action/msgVpns/default/clients/none/disconnect | {} | 6",
                "GET    | /SEMP/v2/config                                       |     | 535",
                "GET    | /elsewhere                                            |     | 535"
            })
    void refusesByCode(String method, String uri, String body, int code) throws Exception {
        var request =
                web.request(HttpMethod.valueOf(method), port, "127.0.0.1", uri).basicAuthentication("admin", "secret");
        HttpResponse<Buffer> response = done(body == null ? request.send() : request.sendBuffer(Buffer.buffer(body)));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject()
                        .getJsonObject("meta")
                        .getJsonObject("error")
                        .getInteger("code"))
                .isEqualTo(code);
        assertThat(core.vpn().aclProfiles().find("x")).isEmpty();
    }

    @Test
    void whatIsSelectedIsAnsweredToChangesToo() throws Exception {
        String select = "?select=publishTopicDefaultAction";
        JsonObject selected = json("publishTopicDefaultAction", "disallow");
        assertThat(ok("POST", PROFILES + select, json("aclProfileName", "p1")).getJsonObject("data"))
                .isEqualTo(selected);
        for (String method : List.of("PUT", "PATCH")) {
            assertThat(ok(method, PROFILES + "/p1" + select, json()).getJsonObject("data"))
                    .isEqualTo(selected);
        }
    }

    @Test
    void badCredentialsAre401AndChangeNothing() throws Exception {
        HttpResponse<Buffer> response = done(web.post(port, "127.0.0.1", PROFILES)
                .basicAuthentication("admin", "wrong")
                .sendJsonObject(json("aclProfileName", "p1")));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(done(web.get(port, "127.0.0.1", PROFILES).send()).statusCode())
                .isEqualTo(401);
        assertThat(done(web.get(port, "127.0.0.1", PROFILES)
                                .bearerTokenAuthentication("t")
                                .send())
                        .statusCode())
                .isEqualTo(401);
        assertThat(core.vpn().aclProfiles().find("p1")).isEmpty();
    }

    @Test
    void theSessionCookieStandsForTheCredentialsAndSlotsAreLimited() throws Exception {
        front.behaviour().sessionSlots(1);
        HttpResponse<Buffer> first = call("GET", PROFILES, null);
        String cookie = first.getHeader("Set-Cookie");
        cookie = cookie.substring(0, cookie.indexOf(';'));
        assertThat(call("GET", PROFILES, null).statusCode()).isEqualTo(529);
        HttpResponse<Buffer> again = done(
                web.get(port, "127.0.0.1", PROFILES).putHeader("Cookie", cookie).send());
        assertThat(again.statusCode()).isEqualTo(200);
    }

    @Test
    void monitorShowsClientsAndTheirSubscriptions() throws Exception {
        core.vpn()
                .clientUsernames()
                .create(ClientUsername.created("alice")
                        .withPassword(Password.of("pw"))
                        .withEnabled(true));
        Client mqtt = connect(Protocol.MQTT, "a,1", "alice");
        connect(Protocol.SMF, "host/1", "default");
        mqtt.subscribe(Filter.mqtt("a/+/#"));

        JsonObject found = get(MONITOR + "/clients?where=clientUsername==alice&select=clientName,clientAddress");
        assertThat(found.getJsonArray("data").getList())
                .isEqualTo(List.of(json("clientAddress", "10.1.2.3:4567", "clientName", mqtt.name())
                        .getMap()));
        String uri = found.getJsonArray("links").getJsonObject(0).getString("subscriptionsUri");
        assertThat(names(get(uri.substring(uri.indexOf("/SEMP"))), "subscriptionTopic"))
                .contains("a/+/#");

        JsonObject one =
                get(MONITOR + "/clients/" + PercentCodec.encode(mqtt.name())).getJsonObject("data");
        assertThat(one.getString("originalClientUsername")).isEqualTo("alice");
        assertThat(one.getString("aclProfileName")).isEqualTo("default");
        assertThat(one.getString("virtualRouter")).isEqualTo("primary");
        assertThat(names(
                        get(MONITOR + "/clients/" + PercentCodec.encode(mqtt.name()) + "/connections"),
                        "clientAddress"))
                .containsExactly("10.1.2.3:4567");

        JsonObject session = get(MONITOR + "/mqttSessions/a%2C1,primary").getJsonObject("data");
        assertThat(session.getString("clientName")).isEqualTo(mqtt.name());
        assertThat(session.getString("owner")).isEqualTo("alice");
        assertThat(names(get(MONITOR + "/mqttSessions/a%2C1,primary/subscriptions"), "subscriptionTopic"))
                .containsExactly("a/+/#");
        assertThat(refused("GET", MONITOR + "/mqttSessions/a%2C1,backup", null)).isEqualTo(6);
        assertThat(get(MONITOR + "/mqttSessions").getJsonArray("data")).hasSize(1);
    }

    @Test
    void disconnectsAClient() throws Exception {
        Client client = connect(Protocol.MQTT, "c1", "default");
        String uri = "/SEMP/v2/action/msgVpns/default/clients/" + PercentCodec.encode(client.name()) + "/disconnect";
        assertThat(ok("PUT", uri, json()).fieldNames()).containsExactly("meta");
        assertThat(kicked).containsExactly("c1");
        assertThat(core.clients()).isEmpty();
        assertThat(refused("PUT", uri, json())).isEqualTo(6);
    }

    @Test
    void aClientThatFollowsNextPageUriSeesEverything() throws Exception {
        for (SempBehaviour.Paging paging : SempBehaviour.Paging.values()) {
            front.behaviour().paging(paging);
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                core.vpn().aclProfiles().put(AclProfile.created("p%02d".formatted(i)));
            }
            String next = PROFILES + "?where=aclProfileName==p*&select=aclProfileName&count=4";
            while (next != null) {
                JsonObject page = get(next);
                seen.addAll(names(page, "aclProfileName"));
                JsonObject cursor = page.getJsonObject("meta").getJsonObject("paging");
                next = cursor == null ? null : cursor.getString("nextPageUri");
                next = next == null ? null : next.substring(next.indexOf("/SEMP"));
            }
            assertThat(seen).as(paging.name()).hasSize(25).doesNotHaveDuplicates();
        }
    }

    @Test
    void monitorMayLagBehind() throws Exception {
        Client client = connect(Protocol.MQTT, "c1", "default");
        String subscriptions = MONITOR + "/clients/" + PercentCodec.encode(client.name()) + "/subscriptions";
        front.behaviour().monitorLag(Duration.ofDays(1));
        List<String> before = names(get(subscriptions), "subscriptionTopic");
        client.subscribe(Filter.mqtt("a/b"));
        client.kick("test");
        assertThat(names(get(subscriptions), "subscriptionTopic")).isEqualTo(before);
        assertThat(get(MONITOR + "/clients").getJsonArray("data")).hasSize(1);
        front.behaviour().monitorLag(Duration.ZERO);
        assertThat(get(MONITOR + "/clients").getJsonArray("data")).isEmpty();
    }

    @Test
    void faultsHitTheRequestsTheyAreFor() throws Exception {
        core.faults()
                .semp(SempFault.refuse(503, 2, "busy")
                        .forMethod("POST")
                        .forPath("/aclProfiles")
                        .times(1));
        HttpResponse<Buffer> busy = call("POST", PROFILES, json("aclProfileName", "p1"));
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(core.vpn().aclProfiles().find("p1")).isEmpty();

        core.faults().semp(SempFault.applyAndCut().forMethod("POST").times(1));
        assertThatThrownBy(() -> call("POST", PROFILES, json("aclProfileName", "p1")))
                .isInstanceOf(ExecutionException.class);
        assertThat(core.vpn().aclProfiles().find("p1")).isPresent();

        core.faults().semp(SempFault.cut().times(1));
        assertThatThrownBy(() -> call("DELETE", PROFILES + "/p1", null)).isInstanceOf(ExecutionException.class);
        assertThat(core.vpn().aclProfiles().find("p1")).isPresent();

        core.faults().semp(SempFault.swallow().times(1));
        assertThatThrownBy(() -> call("DELETE", PROFILES + "/p1", null)).hasCauseInstanceOf(TimeoutException.class);
        assertThat(core.vpn().aclProfiles().find("p1")).isPresent();

        core.faults().semp(SempFault.delay(Duration.ofMillis(20)).times(1));
        ok("DELETE", PROFILES + "/p1", null);
        front.behaviour().notFoundStatus(404);
        assertThat(call("GET", PROFILES + "/p1", null).statusCode()).isEqualTo(404);
    }

    @Test
    void halfAppliedRequests() throws Exception {
        core.faults().semp(SempFault.pretend().forMethod("POST").times(1));
        JsonObject lie = ok("POST", USERNAMES, json("clientUsername", "alice", "password", "secret"));
        assertThat(lie.getJsonObject("data")).isEqualTo(json("clientUsername", "alice"));
        assertThat(core.vpn().clientUsernames().find("alice")).isEmpty();

        core.faults().semp(SempFault.applyUnanswered().forMethod("POST").times(1));
        assertThatThrownBy(() -> call("POST", PROFILES, json("aclProfileName", "p1")))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(core.vpn().aclProfiles().find("p1")).isPresent();

        core.faults().semp(SempFault.pretend().forMethod("DELETE").times(1));
        assertThat(ok("DELETE", PROFILES + "/p1", null).containsKey("data")).isFalse();
        assertThat(core.vpn().aclProfiles().find("p1")).isPresent();
        assertThat(core.faults().unused()).isEmpty();
    }

    @Test
    void aFrozenBrokerServesWhatWasAskedWhenItIsThawed() throws Exception {
        core.faults().freeze();
        var asked = web.request(HttpMethod.POST, port, "127.0.0.1", PROFILES)
                .basicAuthentication("admin", "secret")
                .sendJsonObject(json("aclProfileName", "p1"));
        assertThatThrownBy(() -> call("GET", PROFILES, null)).hasCauseInstanceOf(TimeoutException.class);
        assertThat(asked.isComplete()).isFalse();
        assertThat(core.vpn().aclProfiles().find("p1")).isEmpty();
        core.faults().thaw();
        assertThat(done(asked).statusCode()).isEqualTo(200);
        assertThat(core.vpn().aclProfiles().find("p1")).isPresent();
    }

    @Test
    void saysWhatItIs() throws Exception {
        assertThat(get("/SEMP/v2/config/about/api").getJsonObject("data").getString("platform"))
                .isEqualTo("usher");
        assertThat(get("/SEMP/v2/monitor/about/api").getJsonObject("data").fieldNames())
                .containsExactlyInAnyOrder("platform", "sempVersion");
    }
}
