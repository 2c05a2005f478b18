package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The neighbours of a {@link Pump}, driven step by step. */
final class PumpFakes {

    private PumpFakes() {}

    static final class FakeSource implements RecordSource {
        final Set<String> paused = new TreeSet<>();
        final List<Map<PartitionId, Long>> commits = new ArrayList<>();
        final List<String> seeks = new ArrayList<>();
        Future<Void> commitResult = Future.succeededFuture();
        Promise<Void> seek;

        @Override
        public void pause(Set<PartitionId> partitions) {
            partitions.forEach(p -> assertThat(paused.add(p.toString())).isTrue());
        }

        @Override
        public void resume(Set<PartitionId> partitions) {
            partitions.forEach(p -> assertThat(paused.remove(p.toString())).isTrue());
        }

        @Override
        public Future<Void> commit(Map<PartitionId, Long> positions) {
            commits.add(new HashMap<>(positions));
            return commitResult;
        }

        @Override
        public Future<Void> seek(PartitionId partition, long position) {
            seeks.add(partition + " to " + position);
            seek = Promise.promise();
            return seek.future();
        }

        void finishSeek() {
            seek.complete();
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    static final class FakePublisher implements EventPublisher {
        final List<OutboundEvent> offered = new ArrayList<>();
        final List<String> sent = new ArrayList<>();
        final List<Integer> chunks = new ArrayList<>();
        int room = Integer.MAX_VALUE;
        int answered;
        Answers answers;

        @Override
        public boolean offer(List<OutboundEvent> events) {
            if (offered.size() > answered && offered.size() - answered + events.size() > room) {
                return false;
            }
            offered.addAll(events);
            chunks.add(events.size());
            return true;
        }

        void accept(int count) {
            for (int i = 0; i < count && answered < offered.size(); i++) {
                answer(1, PublishOutcome.ACCEPTED);
            }
        }

        void acceptAll() {
            accept(Integer.MAX_VALUE);
        }

        void answer(int count, PublishOutcome outcome) {
            List<OutboundEvent> events = List.copyOf(offered.subList(answered, answered + count));
            answered += count;
            if (outcome.equals(PublishOutcome.ACCEPTED)) {
                events.forEach(event -> sent.add(event.topic().text()));
            }
            answers.settled(events, outcome);
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    static final class FakeDeadLetters implements DeadLetters {
        final List<DeadLetter> letters = new ArrayList<>();
        final Map<DeadLetter, Promise<Void>> open = new LinkedHashMap<>();

        @Override
        public Future<Void> write(DeadLetter letter) {
            letters.add(letter);
            Promise<Void> done = Promise.promise();
            open.put(letter, done);
            return done.future();
        }

        void storeAll() {
            List<Promise<Void>> promises = List.copyOf(open.values());
            open.clear();
            promises.forEach(Promise::complete);
        }

        void giveUpAll() {
            List<Promise<Void>> promises = List.copyOf(open.values());
            open.clear();
            promises.forEach(promise -> promise.fail("closed"));
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    static class FakeObserver implements PumpObserver {
        final List<String> deadLettered = new ArrayList<>();
        final List<String> deadLetteredBy = new ArrayList<>();
        final List<String> halted = new ArrayList<>();
        int commitFailures;

        /** What the next acceptance fails with. */
        Error defect;

        int inFlight;
        int waiting;
        int paused;

        @Override
        public void read(String kafkaTopic, int records) {}

        @Override
        public void skipped(String kafkaTopic, MapOutcome.Skipped why) {}

        @Override
        public void accepted(List<OutboundEvent> events) {
            if (defect != null) {
                throw defect;
            }
        }

        @Override
        public void refused(OutboundEvent event, boolean forGood, String detail) {}

        @Override
        public void halted(InboundRecord record, Reason reason, String detail) {
            halted.add(record + " " + reason.code());
        }

        @Override
        public void deadLettered(String kafkaTopic, Optional<Route> route, Reason reason) {
            deadLettered.add(kafkaTopic + " " + reason.code());
            deadLetteredBy.add(route.map(Route::name).orElse(""));
        }

        @Override
        public void rewound(PartitionId partition) {}

        @Override
        public void committed(int partitions) {}

        @Override
        public void commitFailed(Throwable cause) {
            commitFailures++;
        }

        @Override
        public void levels(int inFlightNow, int waitingNow, int pausedPartitions) {
            inFlight = inFlightNow;
            waiting = waitingNow;
            paused = pausedPartitions;
        }
    }

    static final class FakeTimers implements Timers {
        private record Timer(Instant due, Runnable action) {}

        private final List<Timer> timers = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void after(Duration delay, Runnable action) {
            timers.add(new Timer(now.plus(delay), action));
        }

        /** Lets time pass and runs what is due, the earliest first. */
        void pass(Duration time) {
            Instant end = now.plus(time);
            for (Timer next = next(end); next != null; next = next(end)) {
                timers.remove(next);
                now = next.due();
                next.action().run();
            }
            now = end;
        }

        private Timer next(Instant end) {
            return timers.stream()
                    .filter(timer -> !timer.due().isAfter(end))
                    .min(Comparator.comparing(Timer::due))
                    .orElse(null);
        }

        int pending() {
            return timers.size();
        }
    }
}
