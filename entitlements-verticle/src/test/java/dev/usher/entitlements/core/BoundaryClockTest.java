package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.Facade.CALLER;
import static dev.usher.entitlements.core.Facade.done;
import static dev.usher.entitlements.core.Facade.tab;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundaryClockTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final UserOnBroker ALICE = new UserOnBroker("alice", "local", "alice");

    private final Facade facade = new Facade().product("us", "US/>").user("alice", "us");
    private int looks;
    private Future<Boundaries> next = coming(Optional.empty());

    @BeforeEach
    void count() {
        facade.store.boundaries = () -> {
            looks++;
            return next;
        };
    }

    private static Future<Boundaries> coming(Optional<Duration> in) {
        return Future.succeededFuture(new Boundaries(List.of(), List.of(), in));
    }

    private void start() {
        facade.started();
        facade.time.advance(SOON);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void looksAgainWhenTheNextBoundaryComes() {
        next = coming(Optional.of(Duration.ofSeconds(7)));
        start();

        facade.time.advance(Duration.ofMillis(6900));
        assertThat(looks).isEqualTo(1);
        facade.time.advance(Duration.ofMillis(200));
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void looksAgainAfterThirtySecondsAtTheLatest() {
        next = coming(Optional.of(Duration.ofDays(1)));
        start();

        facade.time.advance(LONGEST);
        assertThat(looks).isEqualTo(2);
        next = coming(Optional.empty());
        facade.time.advance(LONGEST);
        facade.time.advance(LONGEST);
        assertThat(looks).isEqualTo(4);
    }

    @Test
    void aBoundaryThatIsDueDoesNotSpin() {
        next = coming(Optional.of(Duration.ofMillis(-5)));
        facade.started();

        facade.time.advance(Duration.ofMillis(100));

        assertThat(looks).isBetween(2, 11);
    }

    @Test
    void looksAfterWritesAndOnceForManyAtATime() {
        start();

        for (int i = 0; i < 10; i++) {
            done(facade.usher().write(Facade.defining("user" + i), false, CALLER, Duration.ZERO));
        }
        facade.time.advance(SOON);

        assertThat(looks).isEqualTo(2);
        facade.open("alice", "tab");
        facade.time.advance(SOON);
        assertThat(looks).isEqualTo(3);
        done(facade.usher().refreshSeat("seat-1", Optional.empty(), CALLER));
        facade.time.advance(SOON);
        assertThat(looks).isEqualTo(4);
    }

    @Test
    void aWriteDuringALookIsFollowedByAnother() {
        Promise<Boundaries> slow = Promise.promise();
        next = slow.future();
        start();
        done(facade.usher().write(Facade.defining("bob"), false, CALLER, Duration.ZERO));
        facade.time.advance(SOON);
        assertThat(looks).isEqualTo(1);

        next = coming(Optional.empty());
        slow.complete(new Boundaries(List.of(), List.of(), Optional.empty()));
        facade.time.advance(SOON);

        assertThat(looks).isEqualTo(2);
    }

    @Test
    void goesOnWhileTheStoreIsAway() {
        next = Future.failedFuture(new StoreUnavailableException("away", null));
        start();
        facade.time.advance(Duration.ofSeconds(3));
        assertThat(looks).isGreaterThan(2);

        next = coming(Optional.empty());
        facade.time.advance(Duration.ofSeconds(2));
        int back = looks;
        facade.time.advance(LONGEST);
        assertThat(looks).isEqualTo(back + 1);
    }

    @Test
    void goesOnAfterASynchronousThrow() {
        facade.store.boundaries = () -> {
            looks++;
            throw new IllegalStateException("broken");
        };
        start();

        facade.time.advance(Duration.ofSeconds(2));

        assertThat(looks).isGreaterThan(1);
    }

    @Test
    void enforcesWhatTheClockHasBroughtAbout() {
        Connection client = facade.broker.connect(tab("tab"), "alice");
        facade.open("alice", "tab");
        assertThat(facade.broker.held(client)).contains("US/>");
        start();

        // The store has taken the grant away by itself.
        facade.define(Facade.defining("alice"));
        next = Future.succeededFuture(new Boundaries(
                List.of(new Change(
                        "c",
                        "grants-changed-by-time",
                        Instant.EPOCH,
                        List.of(new Change.Target(ALICE, 9, Optional.empty(), List.of(), false)))),
                List.of(),
                Optional.empty()));
        facade.time.advance(LONGEST);

        assertThat(facade.broker.held(client)).doesNotContain("US/>");
    }

    @Test
    void tellsClientsWhatEndsSoon() {
        Seat seat = facade.open("alice", "tab").seat();
        Instant at = facade.time.instant().plusSeconds(60);
        next = Future.succeededFuture(new Boundaries(
                List.of(),
                List.of(
                        new Boundaries.Expiring(seat, Optional.of("us"), at),
                        new Boundaries.Expiring(seat, Optional.empty(), at)),
                Optional.empty()));
        start();

        List<Notice> expiring = facade.notices.stream()
                .filter(notice -> notice.kind() == Notice.Kind.EXPIRING)
                .toList();
        assertThat(expiring).extracting(Notice::seat).containsOnly(seat);
        assertThat(expiring).extracting(Notice::at).containsOnly(Optional.of(at));
        assertThat(expiring.get(0).reason()).contains("product us");
        assertThat(expiring.get(0).filters()).containsExactly(TopicFilter.parse("US/>"));
        assertThat(expiring.get(1).reason()).contains("the seat ends");
        assertThat(facade.store.warning).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void stopsWithTheCore() {
        start();
        facade.core().stop();

        facade.time.advance(LONGEST.multipliedBy(2));

        assertThat(looks).isEqualTo(1);
    }
}
