package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
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
import java.util.Optional;
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
        broker.drifted.add("usher_managed");

        sweep();

        assertThat(broker.drifted).isEmpty();
        assertThat(broker.held(tab)).containsExactly(GRANTED);
    }

    @Test
    void theSweepClosesTheProfileOfAGroupAndLooksAtEverybodyBehindIt() {
        broker.usernames.put("alice", new Standing("alice", "usher_g_desk", "default", true, false));
        Connection tab = broker.connect(TAB, "alice");
        Rights rights = new Rights(Map.of(TopicFilter.parse(GRANTED), new TreeSet<>(List.of("product"))));
        ProfileGroup desk = EnforcementStage.selfService(GRANTED);
        store.desired.put(ALICE, new Desired(ALICE, rights, Optional.of(desk), Optional.empty(), List.of(SEAT), 1));
        core.start();
        addByHand(tab, "EU/>");
        broker.drifted.add("usher_g_desk");
        broker.journal.clear();

        sweep();

        assertThat(broker.drifted).isEmpty();
        assertThat(broker.held(tab)).isEmpty();
        assertThat(broker.journal).filteredOn("check usher_managed"::equals).hasSize(1);
    }

    @Test
    void narrowingTheProfileOfAGroupIsNoDrift() {
        broker.usernames.put("alice", new Standing("alice", "usher_g_desk", "default", true, false));
        Rights rights = new Rights(Map.of(TopicFilter.parse(GRANTED), new TreeSet<>(List.of("product"))));
        ProfileKeeper profiles = new ProfileKeeper(broker.gateway(), store.port());
        for (String[] allowed : new String[][] {{"US/NASDAQ/A", "US/NASDAQ/B"}, {"US/NASDAQ/A"}}) {
            ProfileGroup desk = EnforcementStage.selfService(allowed);
            Desired desired = new Desired(ALICE, rights, Optional.of(desk), Optional.empty(), List.of(), 1);
            store.desired.put(ALICE, desired);
            profiles.check(new Desires.Known(desired, false));
        }
        assertThat(profiles.open()).isEmpty();

        broker.drifted.add("usher_g_desk");
        profiles.check(new Desires.Known(store.desired.get(ALICE), false));

        assertThat(profiles.open()).containsExactly("usher_g_desk");
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
