package dev.usher.semp;

import static dev.usher.semp.ScriptedSemp.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What really goes over the wire, read without an HTTP server that might tidy it up. */
class RawRequestIT {
    private final CompletableFuture<String> received = new CompletableFuture<>();
    private Vertx vertx;
    private NetServer server;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = await(vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> {
                    received.complete(bytes.toString());
                    socket.close();
                }))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void identifiersKeepTheirEncoding() throws Exception {
        assertThat(requestLine(vpn -> vpn.action().disconnect("#mqtt/x y,%2F..é/30")))
                .isEqualTo("PUT /SEMP/v2/action/msgVpns/default/clients/"
                        + "%23mqtt%2Fx%20y%2C%252F..%C3%A9%2F30/disconnect HTTP/1.1");
    }

    @Test
    void theCommaBetweenKeysStaysRaw() throws Exception {
        AclExceptionEntry exception = AclExceptionEntry.smf("US/*/a,b/>");
        assertThat(requestLine(
                        vpn -> vpn.config().removeAclException(AclExceptionList.SUBSCRIBE_TOPIC, "usher_x", exception)))
                .isEqualTo("DELETE /SEMP/v2/config/msgVpns/default/aclProfiles/usher_x/subscribeTopicExceptions/"
                        + "smf,US%2F%2A%2Fa%2Cb%2F%3E HTTP/1.1");
    }

    @Test
    void theQueryKeepsItsRawCommasAndOperators() throws Exception {
        Where where = Where.is(MqttSession.CLIENT_ID, "a+b c").andIs(MqttSession.OWNER, "x,y");
        assertThat(requestLine(vpn -> vpn.monitor().mqttSessions(where)))
                .startsWith("GET /SEMP/v2/monitor/msgVpns/default/mqttSessions?count=100&select=mqttSessionClientId,")
                .endsWith("&where=mqttSessionClientId==a%2Bb%20c,owner==x%2Cy HTTP/1.1");
    }

    private String requestLine(Function<SempVpn, Future<?>> call) throws Exception {
        SempClientConfig config = SempClientConfig.of(
                        URI.create("http://127.0.0.1:" + server.actualPort()),
                        SempCredentials.basic("admin", "admin"),
                        SempBudget.create(vertx, BudgetLimits.perSecond(1000)))
                .withRetry(SempRetry.never());
        Future<?> answer = call.apply(SempClient.create(vertx, config).vpn("default"));
        String request = received.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> await(answer)).isInstanceOf(SempUnavailableException.class);
        return request.substring(0, request.indexOf("\r\n"));
    }
}
