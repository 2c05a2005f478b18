package dev.usher.entitlements.core;

import dev.usher.entitlements.core.Usher.ChangeAnswer;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was asked for while the store was away and only takes something from somebody: it is done at the broker at once
 * and recorded as soon as the store is back. It does not survive a crash of this process, so the answer says that it is
 * not recorded and never says {@code enforced}.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class UnrecordedIntents {
    private static final Logger log = LoggerFactory.getLogger(UnrecordedIntents.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int NAMES_KEPT = 1000;

    private final Vertx vertx;
    private final Clock clock;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Map<String, String> recordedAs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > NAMES_KEPT;
        }
    };
    private boolean closed;

    UnrecordedIntents(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    private record Waiting(Change change, Supplier<Future<Change>> record, Runnable lifted) {}

    /**
     * Acts now and records later.
     *
     * @param subject what it is about; a later intent about the same takes this one's place
     * @param record commits the intent; tried until it succeeds or is refused
     * @param lifted told when the intent needs no holding up any more
     * @param act enforces a target; completes when it is time to answer
     */
    Future<ChangeAnswer> add(
            String subject,
            String kind,
            List<UserOnBroker> targets,
            Supplier<Future<Change>> record,
            Runnable lifted,
            Function<UserOnBroker, Future<Void>> act) {
        List<String> left = List.of("the store is away: acted on at the broker, not recorded and not proven");
        Change change = new Change(
                "unrecorded-" + UUID.randomUUID(),
                kind,
                clock.instant(),
                targets.stream()
                        .map(target -> new Change.Target(target, 0, Optional.empty(), left, false))
                        .toList());
        waiting.put(subject, new Waiting(change, record, lifted));
        log.error("acting on the broker without a record, the store is away change={} kind={}", change.id(), kind);
        retryLater(subject, change.id());
        return Future.join(targets.stream().map(act).toList()).map(acted -> answer(change));
    }

    /** What can be said of a change that only we know of. */
    static ChangeAnswer answer(Change change) {
        List<Progress.OfBroker> brokers = change.targets().stream()
                .collect(Collectors.groupingBy(t -> t.target().broker(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(broker -> new Progress.OfBroker(broker.getKey(), 0, broker.getValue(), 0))
                .toList();
        return new ChangeAnswer(new Progress(change, brokers, Optional.empty(), true), false, false);
    }

    Optional<Change> find(String id) {
        return waiting.values().stream()
                .map(Waiting::change)
                .filter(change -> change.id().equals(id))
                .findFirst();
    }

    /** The name a change has now: its own, or the one it was recorded under. */
    String recordedAs(String id) {
        return recordedAs.getOrDefault(id, id);
    }

    /** Whether something about the subject was acted on and is not recorded yet. */
    boolean holds(String subject) {
        return waiting.containsKey(subject);
    }

    /** What was committed meanwhile overrules what waits about the same, which is found under its name from now on. */
    void overrule(String subject, Change committed) {
        Waiting intent = waiting.remove(subject);
        if (intent != null) {
            recordedAs.put(intent.change().id(), committed.id());
            log.warn(
                    "overruled before it was recorded change={} by={}",
                    intent.change().id(),
                    committed.id());
            intent.lifted().run();
        }
    }

    void close() {
        closed = true;
    }

    private void retryLater(String subject, String id) {
        vertx.setTimer(RETRY.toMillis(), t -> {
            Waiting intent = waiting.get(subject);
            if (!closed && intent != null && intent.change().id().equals(id)) {
                record(subject, intent);
            }
        });
    }

    private void record(String subject, Waiting intent) {
        String id = intent.change().id();
        intent.record().get().onComplete(result -> {
            if (result.succeeded()) {
                recordedAs.put(id, result.result().id());
                log.info("recorded at last change={} as={}", id, result.result().id());
            } else if (result.cause() instanceof StoreUnavailableException) {
                retryLater(subject, id);
                return;
            } else {
                log.error(
                        "cannot be recorded change={} reason={}",
                        id,
                        result.cause().getMessage());
            }
            if (waiting.remove(subject, intent)) {
                intent.lifted().run();
            }
        });
    }
}
