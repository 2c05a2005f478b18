package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        int room = Integer.MAX_VALUE;
        int answered;
        Answers answers;

        @Override
        public boolean offer(OutboundEvent event) {
            if (offered.size() - answered >= room) {
                return false;
            }
            offered.add(event);
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

    static final class FakeObserver implements PumpObserver {
        final List<String> deadLettered = new ArrayList<>();
        int commitFailures;
        int inFlight;
        int waiting;
        int paused;

        @Override
        public void read(String kafkaTopic, int records) {}

        @Override
        public void published(int records) {}

        @Override
        public void deadLettered(String kafkaTopic, Reason reason) {
            deadLettered.add(kafkaTopic + " " + reason.code());
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
}
