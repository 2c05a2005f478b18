package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.BOB;
import static dev.usher.entitlements.postgres.Samples.CLIENT;
import static dev.usher.entitlements.postgres.Samples.OPS;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Writes.close;
import static dev.usher.entitlements.postgres.Writes.open;
import static dev.usher.entitlements.postgres.Writes.opening;
import static dev.usher.entitlements.postgres.Writes.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Rehearsal;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.postgres.Writes.Opened;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Seats whose name the caller chose, what they want, and how long they live. */
class PostgresSeatsIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private PostgresStore store;

    @BeforeEach
    void applyCatalog() {
        store = db.store();
        await(seed(store, catalog()));
    }

    private static Intent.OpenSeat wanting(String id, String user, Optional<Duration> expiresIn, String... filters) {
        return new Intent.OpenSeat(
                Optional.of(id),
                user,
                "local",
                CLIENT,
                filters.length == 0
                        ? Optional.empty()
                        : Optional.of(
                                Arrays.stream(filters).map(TopicFilter::parse).toList()),
                expiresIn);
    }

    private long epoch(UserOnBroker target) {
        return await(store.desired(target)).epoch();
    }

    private void expire(String seat) {
        db.execute("update seats set expires_at = now() where id = '" + seat + "'");
    }

    @Test
    void aChosenNameStaysAndWhatItWantsCanChange() {
        Opened first = await(open(store, wanting("s1", "alice", Optional.empty(), "US/NASDAQ/A", "US/NASDAQ/B")));
        assertThat(first.created()).isTrue();
        assertThat(first.seat().id()).isEqualTo("s1");
        assertThat(await(store.desired(ALICE)).seats()).containsExactly(first.seat());
        assertThat(epoch(ALICE)).isEqualTo(2);

        Opened same = await(open(store, wanting("s1", "alice", Optional.empty(), "US/NASDAQ/B", "US/NASDAQ/A")));
        assertThat(same.created()).isFalse();
        assertThat(same.change()).isEqualTo(first.change());

        Opened other = await(open(store, wanting("s1", "alice", Optional.empty(), "US/NASDAQ/C")));
        assertThat(other.created()).isFalse();
        assertThat(other.seat().wanted()).contains(List.of(TopicFilter.parse("US/NASDAQ/C")));
        assertThat(other.seat().openedAt()).isEqualTo(first.seat().openedAt());
        assertThat(epoch(ALICE)).isEqualTo(3);
        assertThat(await(store.desired(ALICE)).seats()).containsExactly(other.seat());
        // and again answers with the change that made it so
        assertThat(await(open(store, wanting("s1", "alice", Optional.empty(), "US/NASDAQ/C")))
                        .change())
                .isEqualTo(other.change());

        Opened everything = await(open(store, wanting("s1", "alice", Optional.empty())));
        assertThat(everything.seat().wanted()).isEmpty();
        assertThat(epoch(ALICE)).isEqualTo(4);
    }

    @Test
    void nothingAtAllIsSomethingElseThanEverything() {
        Intent.OpenSeat nothing = new Intent.OpenSeat(
                Optional.of("s1"), "alice", "local", CLIENT, Optional.of(List.of()), Optional.empty());

        assertThat(await(open(store, nothing)).seat().wanted()).contains(List.of());
        assertThat(await(store.seat("s1")).orElseThrow().seat().wanted()).contains(List.of());
    }

    @Test
    void anotherEndIsNoNewEpoch() {
        await(open(store, wanting("s1", "alice", Optional.of(MINUTE))));
        Seat first = await(store.seat("s1")).orElseThrow().seat();
        assertThat(first.expiresAt().orElseThrow())
                .isCloseTo(first.openedAt().plus(MINUTE), within(10, ChronoUnit.SECONDS));

        Opened longer = await(open(store, wanting("s1", "alice", Optional.of(MINUTE.multipliedBy(60)))));
        assertThat(longer.seat().expiresAt().orElseThrow())
                .isAfter(first.expiresAt().orElseThrow());
        assertThat(epoch(ALICE)).isEqualTo(2);
        assertThat(longer.change().targets()).extracting(Change.Target::epoch).containsExactly(2L);

        Committed refreshed =
                await(store.commit(new Intent.RefreshSeat("s1", Optional.empty()), OPS, Optional.empty()));
        assertThat(refreshed.change().kind()).isEqualTo("seat-refreshed");
        assertThat(refreshed.seat().orElseThrow().expiresAt()).isEmpty();
        assertThat(epoch(ALICE)).isEqualTo(2);
        assertThat(db.query("select kind, seat_id from ledger where seat_id is not null order by id"))
                .containsExactly("seat-opened s1", "seat-refreshed s1", "seat-refreshed s1");
    }

    @Test
    void aNameIsOneUsersAndOneClients() {
        await(open(store, wanting("s1", "alice", Optional.empty())));

        assertThatThrownBy(() -> await(open(store, wanting("s1", "bob", Optional.empty()))))
                .isInstanceOf(ConflictException.class)
                .hasMessageNotContaining("alice");
        Intent.OpenSeat otherClient = new Intent.OpenSeat(
                Optional.of("s1"), "alice", "local", new ClientRef.Mqtt("c-2"), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> await(open(store, otherClient))).isInstanceOf(ConflictException.class);
        // and a client has one name
        assertThatThrownBy(() -> await(open(store, wanting("s2", "alice", Optional.empty()))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("s1");
        assertThat(await(open(store, opening("alice", "local", CLIENT))).seat().id())
                .isEqualTo("s1");

        await(close(store, "s1"));
        assertThatThrownBy(() -> await(open(store, wanting("s1", "alice", Optional.empty()))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() ->
                        await(store.commit(new Intent.RefreshSeat("s1", Optional.empty()), OPS, Optional.empty())))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() ->
                        await(store.commit(new Intent.RefreshSeat("s9", Optional.empty()), OPS, Optional.empty())))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void ofManyWhoOpenOneNameOneCreatesIt() {
        List<Future<Opened>> opened = IntStream.range(0, 20)
                .mapToObj(i -> open(store, wanting("s1", "alice", Optional.empty())))
                .toList();
        await(Future.all(opened));

        assertThat(opened).filteredOn(seat -> seat.result().created()).hasSize(1);
        assertThat(opened)
                .extracting(seat -> seat.result().change())
                .containsOnly(opened.get(0).result().change());
        assertThat(epoch(ALICE)).isEqualTo(2);
    }

    @Test
    void aSeatWhoseTimeIsOverCountsNoMoreBeforeItIsClosed() {
        await(open(store, wanting("s1", "alice", Optional.of(MINUTE))));
        expire("s1");

        assertThat(await(store.desired(ALICE)).seats()).isEmpty();
        assertThat(await(store.seat("s1")).orElseThrow().open()).isFalse();
        assertThat(await(Writes.seatsOf(store, "alice"))).isEmpty();
        assertThatThrownBy(() ->
                        await(store.commit(new Intent.RefreshSeat("s1", Optional.of(MINUTE)), OPS, Optional.empty())))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> await(open(store, wanting("s1", "alice", Optional.empty()))))
                .isInstanceOf(ConflictException.class);
        // its client is free for its user; for others once the clock has told them
        assertThatThrownBy(() -> await(open(store, wanting("s2", "bob", Optional.empty()))))
                .isInstanceOf(ConflictException.class);
        assertThat(await(open(store, wanting("s2", "alice", Optional.empty()))).created())
                .isTrue();
        assertThat(await(close(store, "s1")).kind()).isEqualTo("seat-expired");
    }

    @Test
    void aSeatCannotLiveForever() {
        assertThatThrownBy(() -> await(open(store, wanting("s1", "alice", Optional.of(Duration.ofDays(100_000))))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRehearsedSeatIsSeenAndNotThere() {
        Rehearsal rehearsal = await(store.rehearse(wanting("s1", "bob", Optional.empty(), "US/NYSE/X")));

        assertThat(rehearsal.created()).isTrue();
        assertThat(rehearsal.targets()).singleElement().satisfies(delta -> {
            assertThat(delta.before()).isEqualTo(await(store.desired(BOB)));
            assertThat(delta.after().seats()).extracting(Seat::id).containsExactly("s1");
        });
        assertThat(await(store.seat("s1"))).isEmpty();
    }
}
