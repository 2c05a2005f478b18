package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientPort;
import dev.usher.broker.core.LoginRequest;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A SEMP front with a core behind it, and how to ask it. */
abstract class SempFrontSetup {
    static final String CONFIG = "/SEMP/v2/config/msgVpns/default";
    static final String MONITOR = "/SEMP/v2/monitor/msgVpns/default";
    static final String PROFILES = CONFIG + "/aclProfiles";
    static final String USERNAMES = CONFIG + "/clientUsernames";

    private Vertx vertx;
    BrokerCore core;
    SempFront front;
    private Listener listener;
    WebClient web;
    int port;
    final List<String> kicked = new ArrayList<>();
    private final ExchangeRecorder recorder = new ExchangeRecorder();
    long patienceMillis = 1_000;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        web = WebClient.create(vertx);
        recorder.record(web);
        start(BrokerSwitches.defaults());
    }

    /** Ends the broker there is and starts one with other switches. */
    void start(BrokerSwitches switches) throws Exception {
        start(switches, Clock.systemUTC());
    }

    void start(BrokerSwitches switches, Clock clock) throws Exception {
        if (listener != null) {
            done(listener.close());
        }
        core = new BrokerCore(new VpnState("default", switches), switches, clock);
        front = new SempFront(vertx, core, "admin", "secret");
        listener = front.http(Binding.plain("127.0.0.1", 0));
        port = done(listener.listen());
    }

    @AfterEach
    void stop() throws Exception {
        web.close();
        done(listener.close());
        done(vertx.close());
        recorder.verify();
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    HttpResponse<Buffer> call(String method, String uri, JsonObject body) throws Exception {
        var request = web.request(HttpMethod.valueOf(method), port, "127.0.0.1", uri)
                .basicAuthentication("admin", "secret")
                .timeout(patienceMillis);
        return done(body == null ? request.send() : request.sendJsonObject(body));
    }

    JsonObject ok(String method, String uri, JsonObject body) throws Exception {
        HttpResponse<Buffer> response = call(method, uri, body);
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
        JsonObject json = response.bodyAsJsonObject();
        assertThat(json.getJsonObject("meta").getInteger("responseCode")).isEqualTo(200);
        return json;
    }

    JsonObject get(String uri) throws Exception {
        return ok("GET", uri, null);
    }

    int refused(String method, String uri, JsonObject body) throws Exception {
        HttpResponse<Buffer> response = call(method, uri, body);
        assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(400);
        JsonObject error = response.bodyAsJsonObject().getJsonObject("meta").getJsonObject("error");
        assertThat(error.getString("status")).isEqualTo(SempCode.statusOf(error.getInteger("code")));
        return error.getInteger("code");
    }

    static JsonObject json(Object... pairs) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            json.put((String) pairs[i], pairs[i + 1]);
        }
        return json;
    }

    Client connect(Protocol protocol, String name, String username) {
        return connect(protocol, name, username, true);
    }

    Client connect(Protocol protocol, String name, String username, boolean clean) {
        ClientPort silent = new ClientPort() {
            @Override
            public int deliver(Message message) {
                return 0;
            }

            @Override
            public void deliverGuaranteed(Message message, int packetId, boolean duplicate) {
                // Nobody reads it.
            }

            @Override
            public void disconnect(String reason) {
                kicked.add(name);
            }
        };
        return core.login(
                        new LoginRequest(
                                protocol, username, "pw", name, "", "10.1.2.3:4567", "a test", "JVM", "1.0", clean),
                        silent)
                .fold(c -> c, r -> {
                    throw new AssertionError(r);
                });
    }

    static List<String> names(JsonObject list, String attribute) {
        JsonArray data = list.getJsonArray("data");
        return data.stream().map(o -> ((JsonObject) o).getString(attribute)).toList();
    }
}
