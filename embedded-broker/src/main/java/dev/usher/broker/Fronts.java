package dev.usher.broker;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.mqtt.MqttFront;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.semp.SempBehaviour;
import dev.usher.broker.semp.SempFront;
import dev.usher.broker.smf.MessageLimits;
import dev.usher.broker.smf.PublisherFlows;
import dev.usher.broker.smf.SmfFront;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The network side of one broker: its own event loops and everything that listens. */
final class Fronts {

    /**
     * @param ports those given; any other is any free one
     * @param certificate without it no TLS port is open
     * @param clientCertificates whether clients of SMF over TLS are asked for theirs
     * @param sempReaders names and passwords of those who may only read through SEMP
     * @param limits of what SMF clients publish
     */
    record Settings(
            String host,
            Map<Port, Integer> ports,
            Optional<KeyCertOptions> certificate,
            boolean clientCertificates,
            String adminUser,
            String adminPassword,
            Map<String, String> sempReaders,
            MessageLimits limits) {

        Settings {
            ports = Map.copyOf(ports);
            sempReaders = Map.copyOf(sempReaders);
        }

        Settings withPorts(Map<Port, Integer> numbers) {
            return new Settings(
                    host, numbers, certificate, clientCertificates, adminUser, adminPassword, sempReaders, limits);
        }

        /** Without passwords and keys. */
        @Override
        public String toString() {
            return "Settings[host=" + host + " ports=" + ports + " tls=" + certificate.isPresent() + " adminUser="
                    + adminUser + " sempReaders=" + sempReaders.keySet() + "]";
        }

        Binding at(Port port) {
            boolean asks = clientCertificates && (port == Port.SMF_TLS || port == Port.SMF_WEB_SOCKET_TLS);
            return new Binding(host, ports.getOrDefault(port, 0), port.isTls() ? certificate : Optional.empty(), asks);
        }
    }

    private static final long ELIDING_TICK_MILLIS = 5;
    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final BrokerCore core;
    private final Settings settings;
    private final PublisherFlows flows;
    private final SmfFront smf;
    private final MqttFront mqtt;
    private final SempFront semp;
    private final Map<Port, Listener> listeners = new ConcurrentHashMap<>();
    private final Map<Port, Integer> ports = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Fronts(Vertx vertx, BrokerCore core, Settings settings, PublisherFlows flows, SempBehaviour sempBehaviour) {
        this.vertx = vertx;
        this.core = core;
        this.settings = settings;
        this.flows = flows;
        this.smf = new SmfFront(vertx, core, flows, settings.limits());
        this.mqtt = new MqttFront(vertx, core);
        this.semp = new SempFront(vertx, core, settings.adminUser(), settings.adminPassword(), sempBehaviour);
        settings.sempReaders().forEach(semp::reader);
    }

    static Fronts start(BrokerCore core, Settings settings) {
        return start(core, settings, new PublisherFlows(), SempBehaviour.of(core.switches()));
    }

    /**
     * The same again after {@link #close}, on the same ports: publisher flows are known, SEMP sessions are not. While the
     * broker was stopped, a port may have become the local one of somebody's connection; such come and go.
     */
    Fronts startAgain() {
        return PortRetry.STANDARD.start(() -> start(core, settings.withPorts(ports), flows, sempBehaviour()));
    }

    private static Fronts start(BrokerCore core, Settings settings, PublisherFlows flows, SempBehaviour sempBehaviour) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));
        Fronts fronts = new Fronts(vertx, core, settings, flows, sempBehaviour);
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
        return Future.join(Stream.of(Port.values())
                        .filter(p -> !p.isTls() || settings.certificate().isPresent())
                        .map(this::open)
                        .toList())
                .mapEmpty();
    }

    private Future<Integer> open(Port port) {
        Listener listener = listener(port, settings.at(port));
        listeners.put(port, listener);
        return listener.listen()
                .onSuccess(actual -> ports.put(port, actual))
                .recover(e -> Future.failedFuture(new PortTakenException(
                        port.name(), settings.host(), settings.at(port).port(), e)));
    }

    private Listener listener(Port port, Binding at) {
        return switch (port) {
            case SMF, SMF_TLS -> smf.tcp(at);
            case SMF_WEB_SOCKET, SMF_WEB_SOCKET_TLS -> smf.webSocket(at);
            case MQTT, MQTT_TLS -> mqtt.tcp(at);
            case MQTT_WEB_SOCKET, MQTT_WEB_SOCKET_TLS -> mqtt.webSocket(at);
            case SEMP, SEMP_TLS -> semp.http(at);
        };
    }

    /** Of an open port. */
    int number(Port port) {
        Integer actual = ports.get(port);
        if (actual == null) {
            throw new IllegalStateException(port + " is not open: it needs builder().tls(…)");
        }
        return actual;
    }

    /** Of an open port, {@code scheme://host:port}. */
    String address(Port port) {
        return port.address(settings.host(), number(port));
    }

    SempBehaviour sempBehaviour() {
        return semp.behaviour();
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Forgets which messages publishers had accepted. */
    void loseState() {
        smf.reset();
    }

    /** Forgets what a front remembers of clients that are gone. */
    void reset() {
        smf.reset();
        semp.behaviour().reset(core.switches());
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            smf.stop();
            mqtt.stop();
            core.shutdown();
            try {
                List<Future<Void>> closing =
                        listeners.values().stream().map(Listener::close).toList();
                await(Future.join(closing).mapEmpty());
                // Who came in after the first.
                core.shutdown();
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
            if (e.getCause() instanceof PortTakenException taken) {
                throw taken;
            }
            throw new IllegalStateException("embedded broker: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("embedded broker: no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("embedded broker: interrupted", e);
        }
    }
}
