package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which clients are taken for dead, with seconds that are a tenth of one. */
class SmfKeepAliveIT {

    private final Vertx vertx = Vertx.vertx();
    private final BrokerCore core = new BrokerCore(
            new VpnState("default", BrokerSwitches.defaults()), BrokerSwitches.defaults(), Clock.systemUTC());
    private Listener listener;
    private URI uri;

    @BeforeEach
    void start() throws Exception {
        listener = new SmfFront(vertx, core, new PublisherFlows(), MessageLimits.STANDARD, 100)
                .webSocket(Binding.plain("127.0.0.1", 0));
        uri = URI.create("ws://127.0.0.1:" + done(listener.listen()));
    }

    @AfterEach
    void stop() throws Exception {
        done(listener.close());
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private RawSmf loggedIn(String name, int keepAliveSeconds) throws Exception {
        RawSmf client = RawSmf.open(vertx, uri).send(RawSmf.login("default", name, keepAliveSeconds));
        client.next();
        return client;
    }

    @Test
    void aClientThatAnnouncedAnIntervalAndIsSilentForTenIsDropped() throws Exception {
        loggedIn("without interval", 0);
        RawSmf talking = loggedIn("talking", 1);
        vertx.setPeriodic(20, id -> talking.send(RawSmf.keepAlive()));
        RawSmf silent = loggedIn("silent", 1);
        assertThat(core.client("silent")).isPresent();
        silent.closeCode();
        await().untilAsserted(() -> assertThat(core.clients())
                .extracting(Client::name)
                .containsExactlyInAnyOrder("without interval", "talking"));
    }
}
