package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, what they may do, and how much of it at once. */
class SempUsersIT extends SempFrontSetup {

    private HttpResponse<Buffer> asReader(String method, String uri, JsonObject body) throws Exception {
        front.reader("eye", "eye-password");
        var request = web.request(HttpMethod.valueOf(method), port, "127.0.0.1", uri)
                .basicAuthentication("eye", "eye-password");
        return done(body == null ? request.send() : request.sendJsonObject(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "monitor", "action"})
    void everyApiSaysWhatItIsAndWhoAsks(String api) throws Exception {
        String about = "/SEMP/v2/" + api + "/about";
        JsonObject links = get(about).getJsonObject("links");
        assertThat(links.getString("apiUri")).endsWith(about + "/api");
        assertThat(links.getString("userUri")).endsWith(about + "/user");
        assertThat(get(about).getJsonObject("data").fieldNames()).isEmpty();
        assertThat(get(about + "/api?select=platform").getJsonObject("data")).isEqualTo(json("platform", "usher"));
        assertThat(get(about + "/user").getJsonObject("data"))
                .isEqualTo(json("globalAccessLevel", "admin", "sessionActive", true, "username", "admin"));
        assertThat(names(get(about + "/user/msgVpns"), "accessLevel")).containsExactly("read-write");
        assertThat(get(about + "/user/msgVpns/default").getJsonObject("data"))
                .isEqualTo(json("accessLevel", "read-write", "msgVpnName", "default"));
        assertThat(refused("GET", about + "/user/msgVpns/other", null)).isEqualTo(6);
        assertThat(refused("GET", about + "/nobody", null)).isEqualTo(535);
        assertThat(refused("PATCH", about + "/user", json())).isEqualTo(14);
        assertThat(refused("GET", about + "/user?select=sessionId", null)).isEqualTo(14);
    }

    @Test
    void aReaderReadsAndChangesNothing() throws Exception {
        assertThat(asReader("GET", PROFILES, null).statusCode()).isEqualTo(200);
        assertThat(asReader("GET", "/SEMP/v2/config/about/user", null)
                        .bodyAsJsonObject()
                        .getJsonObject("data")
                        .getString("globalAccessLevel"))
                .isEqualTo("read-only");
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
            HttpResponse<Buffer> refused = asReader(method, PROFILES + "/default", json());
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.bodyAsJsonObject()
                            .getJsonObject("meta")
                            .getJsonObject("error")
                            .getInteger("code"))
                    .isEqualTo(72);
        }
        assertThat(core.vpn().aclProfiles().find("default")).isPresent();
    }

    @Test
    void aCookieStandsForTheUserWhoGotIt() throws Exception {
        String cookie = asReader("GET", PROFILES, null).getHeader("Set-Cookie");
        cookie = cookie.substring(0, cookie.indexOf(';'));
        HttpResponse<Buffer> byCookie = done(web.get(port, "127.0.0.1", "/SEMP/v2/config/about/user")
                .putHeader("Cookie", cookie)
                .send());
        assertThat(byCookie.bodyAsJsonObject().getJsonObject("data").getString("username"))
                .isEqualTo("eye");
        HttpResponse<Buffer> other = done(web.get(port, "127.0.0.1", "/SEMP/v2/config/about/user")
                .putHeader("Cookie", cookie)
                .basicAuthentication("admin", "secret")
                .send());
        assertThat(other.bodyAsJsonObject().getJsonObject("data").getString("username"))
                .isEqualTo("admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE", "TOO_MANY_REQUESTS"})
    void moreThanTheCeilingIsRefusedAndNotApplied(String overload) throws Exception {
        SempBehaviour.Overload kind = SempBehaviour.Overload.valueOf(overload);
        start(BrokerSwitches.defaults(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        front.behaviour().ceiling(2, kind);
        ok("POST", PROFILES, json("aclProfileName", "p1"));
        ok("POST", PROFILES, json("aclProfileName", "p2"));
        HttpResponse<Buffer> refused = call("POST", PROFILES, json("aclProfileName", "p3"));
        assertThat(refused.statusCode()).isEqualTo(kind.status());
        assertThat(refused.bodyAsJsonObject().getJsonObject("meta").getInteger("responseCode"))
                .isEqualTo(kind.status());
        assertThat(core.vpn().aclProfiles().find("p3")).isEmpty();
        front.behaviour().ceiling(Integer.MAX_VALUE, kind);
        ok("POST", PROFILES, json("aclProfileName", "p3"));
    }

    @Test
    void whatWaitedForItsTurnIsAppliedAndHasShortPages() throws Exception {
        start(BrokerSwitches.defaults(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        front.behaviour().ceiling(100, SempBehaviour.Overload.SLOW);
        ok("POST", PROFILES, json("aclProfileName", "p1"));
        ok("POST", PROFILES, json("aclProfileName", "p2"));
        assertThat(get(PROFILES + "?count=4").getJsonArray("data")).hasSize(4);
        front.behaviour().ceiling(3, SempBehaviour.Overload.SLOW);
        patienceMillis = 10_000;
        JsonObject page = get(PROFILES + "?count=4");
        assertThat(page.getJsonArray("data")).hasSize(2);
        assertThat(page.getJsonObject("meta").getJsonObject("paging")).isNotNull();
    }
}
