package dev.usher.broker;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.mqtt.MqttWebSocketFront;
import dev.usher.broker.semp.SempBehaviour;
import dev.usher.broker.semp.SempFront;
import dev.usher.broker.smf.PublisherFlows;
import dev.usher.broker.smf.SmfFront;
import dev.usher.broker.smf.SmfWebSocketFront;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The network side of one broker: its own event loops and everything that listens. */
final class Fronts {

    record Settings(
            String host,
            int smfPort,
            int smfWebSocketPort,
            int mqttWebSocketPort,
            int sempPort,
            String adminUser,
            String adminPassword) {}

    private static final long ELIDING_TICK_MILLIS = 5;
    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final BrokerCore core;
    private final SmfFront smf;
    private final SmfWebSocketFront smfWebSocket;
    private final MqttWebSocketFront mqtt;
    private final SempFront semp;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile int smfPort;
    private volatile int smfWebSocketPort;
    private volatile int mqttPort;
    private volatile int sempPort;

    private Fronts(Vertx vertx, BrokerCore core, Settings settings) {
        this.vertx = vertx;
        this.core = core;
        PublisherFlows flows = new PublisherFlows();
        this.smf = new SmfFront(vertx, core, flows, settings.host(), settings.smfPort());
        this.smfWebSocket = new SmfWebSocketFront(vertx, core, flows, settings.host(), settings.smfWebSocketPort());
        this.mqtt = new MqttWebSocketFront(vertx, core, settings.host(), settings.mqttWebSocketPort());
        this.semp = new SempFront(
                vertx, core, settings.host(), settings.sempPort(), settings.adminUser(), settings.adminPassword());
        semp.behaviour()
                .paging(core.switches().raggedPages() ? SempBehaviour.Paging.RAGGED : SempBehaviour.Paging.FULL)
                .notFoundStatus(core.switches().notFoundIs404() ? 404 : 400);
    }

    static Fronts start(BrokerCore core, Settings settings) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));
        Fronts fronts = new Fronts(vertx, core, settings);
        try {
            await(fronts.listen());
            return fronts;
        } catch (IllegalStateException e) {
            fronts.close();
            throw e;
        }
    }

    private Future<Void> listen() {
        vertx.setPeriodic(ELIDING_TICK_MILLIS, id -> core.tick());
        return Future.join(
                        smf.listen().onSuccess(port -> smfPort = port),
                        smfWebSocket.listen().onSuccess(port -> smfWebSocketPort = port),
                        mqtt.listen().onSuccess(port -> mqttPort = port),
                        semp.listen().onSuccess(port -> sempPort = port))
                .mapEmpty();
    }

    int smfPort() {
        return smfPort;
    }

    int smfWebSocketPort() {
        return smfWebSocketPort;
    }

    int mqttPort() {
        return mqttPort;
    }

    int sempPort() {
        return sempPort;
    }

    SempBehaviour sempBehaviour() {
        return semp.behaviour();
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            core.shutdown();
            try {
                await(Future.join(smf.close(), smfWebSocket.close(), mqtt.close(), semp.close())
                        .mapEmpty());
            } finally {
                // Not chained to the above: its continuation would need an event loop that is ending.
                await(vertx.close());
            }
        }
    }

    private static void await(Future<Void> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("embedded broker: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("embedded broker: no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("embedded broker: interrupted", e);
        }
    }
}
