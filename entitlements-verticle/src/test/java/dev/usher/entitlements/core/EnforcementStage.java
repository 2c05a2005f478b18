package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Alice with one seat, a broker and a store in maps, and an enforcer between them. */
final class EnforcementStage implements AutoCloseable {
    static final UserOnBroker ALICE = new UserOnBroker("alice", "local", "alice");
    static final Seat SEAT = new Seat("seat-1", ALICE, new ClientRef.Mqtt("tab"), Instant.EPOCH);
    static final String TAB = "#mqtt/tab/7";

    final Vertx vertx = Vertx.vertx();
    final FakeBroker broker = new FakeBroker();
    final FakeStore store = new FakeStore();
    final SettableClock clock = new SettableClock();
    final Desires desires = new Desires(store.port(), clock);
    private Enforcer enforcer;

    static Rights rights(String... filters) {
        Map<TopicFilter, SortedSet<String>> all = new LinkedHashMap<>();
        for (String filter : filters) {
            all.put(TopicFilter.parse(filter), new TreeSet<>(List.of("product")));
        }
        return new Rights(all);
    }

    static Seat wanting(String... filters) {
        return new Seat(
                SEAT.id(),
                ALICE,
                SEAT.client(),
                SEAT.openedAt(),
                Optional.of(Arrays.stream(filters).map(TopicFilter::parse).toList()),
                Optional.empty());
    }

    static ProfileGroup selfService(String... filters) {
        return new ProfileGroup("desk", FenceMode.SELF_SERVICE, rights(filters).all(), Optional.empty());
    }

    static ProfileGroup managed(String tier) {
        return new ProfileGroup("desk", FenceMode.MANAGED, java.util.Set.of(), Optional.of(tier));
    }

    void desire(Rights rights, Seat... seats) {
        desire(rights, Optional.empty(), seats);
    }

    void desire(Rights rights, Optional<ProfileGroup> group, Seat... seats) {
        store.desired.put(ALICE, new Desired(ALICE, rights, group, Optional.empty(), List.of(seats), 4));
    }

    void stand(String aclProfile, String clientProfile) {
        broker.usernames.put("alice", new Standing("alice", aclProfile, clientProfile, true, false));
    }

    Enforcement enforce() {
        return enforce(Ask.REVOKE);
    }

    Enforcement enforce(Ask ask) {
        Future<Enforcement> run = begin(ALICE, ask);
        assertThat(run.isComplete()).isTrue();
        return run.result();
    }

    Future<Enforcement> begin(UserOnBroker target, Ask ask) {
        if (enforcer == null) {
            BrokerGateway gateway = broker.gateway();
            enforcer = new Enforcer(
                    new Enforcer.Tools(
                            gateway,
                            new FenceKeeper(gateway, store.port()),
                            new Noticeboard(vertx, broker, clock),
                            store.port(),
                            clock),
                    desires);
        }
        return enforcer.enforce(target, ask);
    }

    static List<String> states(Enforcement outcome, String seat) {
        return outcome.seats().get(seat).filters().stream()
                .map(f -> (f.filter() + " " + f.state() + " " + f.reason()).trim())
                .toList();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Stands still until it is set. */
    static final class SettableClock extends Clock {
        Instant now = Instant.EPOCH;

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
}
