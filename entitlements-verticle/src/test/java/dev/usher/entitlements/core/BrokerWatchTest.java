package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.EnforcementObserver;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is looked at without anybody calling the API. A new connection to the broker stands for the sweep's timer. */
class BrokerWatchTest {
    private static final UserOnBroker ALICE = new UserOnBroker("alice", "local", "alice");
    private static final Seat SEAT = new Seat("seat-1", ALICE, new ClientRef.Mqtt("tab"), Instant.EPOCH);
    private static final String TAB = "#mqtt/tab/7";
    private static final String GRANTED = "US/NASDAQ/>";
    private static final Duration DEEP = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();
    private final FakeBroker broker = new FakeBroker();
    private final FakeStore store = new FakeStore();
    private final SettableClock clock = new SettableClock();
    private final UsherCore core = new UsherCore(
            vertx,
            store.port(),
            List.of(broker.gateway()),
            new UsherCore.Settings(true, Duration.ofHours(1), DEEP),
            new Unobserved(),
            clock);

    @AfterEach
    void stop() {
        core.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void start() {
        Rights rights = new Rights(Map.of(TopicFilter.parse(GRANTED), new TreeSet<>(List.of("product"))));
        store.desired.put(ALICE, new Desired(ALICE, rights, List.of(SEAT), 1));
        core.start();
        assertThat(core.trouble("local")).isEmpty();
    }

    private void sweep() {
        broker.listener.mayHaveMissedSome();
    }

    private void addByHand(Connection client, String filter) {
        broker.tables.get(client).add(new ObservedSubscription(filter, TopicFilter.parse(filter)));
    }

    @Test
    void aConnectEventBringsTheClientItsFilters() {
        start();
        Connection tab = broker.connect(TAB, "alice");

        broker.listener.connected(TAB);

        assertThat(broker.held(tab)).containsExactly(GRANTED);
    }

    @Test
    void aClientThatCameUnannouncedIsFoundByTheSweep() {
        start();
        Connection tab = broker.connect(TAB, "alice");

        sweep();

        assertThat(broker.held(tab)).containsExactly(GRANTED);
    }

    @Test
    void whatWasAddedByHandIsFoundByTheDeepRead() {
        Connection tab = broker.connect(TAB, "alice");
        start();
        addByHand(tab, "EU/>");

        clock.now = clock.now.plus(DEEP).plusSeconds(1);
        sweep();

        assertThat(broker.held(tab)).containsExactly(GRANTED);
    }

    @Test
    void theSweepClosesAnOpenedFenceAndLooksAtEverybody() {
        Connection tab = broker.connect(TAB, "alice");
        start();
        addByHand(tab, "EU/>");
        broker.profileDrifted = true;

        sweep();

        assertThat(broker.profileDrifted).isFalse();
        assertThat(broker.held(tab)).containsExactly(GRANTED);
    }

    @Test
    void aSweepWithoutTheStoreIsNotTheFirst() {
        store.away = true;

        core.start();

        assertThat(core.trouble("local")).get().asString().contains("database is away");
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Unobserved implements EnforcementObserver {
        @Override
        public void ran(UserOnBroker target, Enforcement outcome, Duration took) {}

        @Override
        public void swept(String name, boolean succeeded) {}
    }
}
