package dev.usher.bridge;

import dev.usher.runtime.management.Readiness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changed routes into a running bridge. The file is read again and again, because nobody tells when Kubernetes swaps the
 * folder that a ConfigMap is mounted as. What is wrong changes nothing, and says so.
 */
final class MappingReload {

    private static final Logger log = LoggerFactory.getLogger(MappingReload.class);

    private final Vertx vertx;
    private final MappingWatch watch;
    private final Consumer<Optional<BridgeMapping>> use;
    private final BridgeMetrics metrics;
    private final Duration interval;
    private volatile long timer;
    private boolean looking;
    private boolean closed;
    private volatile Readiness readiness = Readiness.yes();

    /**
     * @param use takes what was read anew and is right: a new mapping, or none when that in use is to stay. On the context on which
     *     {@link #start} is called
     * @param interval between two looks; a change takes effect after two
     */
    MappingReload(
            Vertx vertx,
            MappingWatch watch,
            Consumer<Optional<BridgeMapping>> use,
            BridgeMetrics metrics,
            Duration interval) {
        this.vertx = vertx;
        this.watch = watch;
        this.use = use;
        this.metrics = metrics;
        this.interval = interval;
    }

    void start() {
        timer = vertx.setPeriodic(interval.toMillis(), tick -> look());
    }

    /** Always ready, because the bridge works with the mapping it has; the note says what it does not follow. */
    Readiness readiness() {
        return readiness;
    }

    Future<Void> close() {
        closed = true;
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        vertx.executeBlocking(watch::look, false).onComplete(looked -> {
            looking = false;
            if (closed) {
                return;
            }
            if (looked.failed()) {
                log.error("configuration not looked at", looked.cause());
            } else {
                looked.result().ifPresent(this::follow);
            }
        });
    }

    private void follow(MappingWatch.Decision decision) {
        if (!decision.problems().isEmpty()) {
            refuse(decision.problems());
            return;
        }
        try {
            use.accept(decision.mapping());
        } catch (RuntimeException e) {
            watch.notUsed();
            log.error("changed mapping not used", e);
            refuse(List.of(MappingWatch.defect(e)));
            return;
        }
        metrics.mappingInUse(decision.mapping());
        log.info(
                "configuration read again newMapping={} generation={}",
                decision.mapping().isPresent(),
                metrics.mappingGeneration());
        readiness = restartNote(decision.needRestart());
    }

    private void refuse(List<String> problems) {
        metrics.mappingRefused();
        log.error(
                "changed configuration refused, the mapping stays generation={} problems={}",
                metrics.mappingGeneration(),
                problems);
        readiness = Readiness.yes("the configuration has changed and is refused: " + String.join("; ", problems)
                + "; records are mapped as before, correct the file");
    }

    private static Readiness restartNote(Set<String> keys) {
        if (keys.isEmpty()) {
            return Readiness.yes();
        }
        log.warn("configuration changed outside the routes, restart to use it keys={}", keys);
        return Readiness.yes("these have changed and take effect with a restart: " + String.join(", ", keys));
    }
}
