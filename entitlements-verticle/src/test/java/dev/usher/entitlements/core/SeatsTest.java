package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.Facade.CALLER;
import static dev.usher.entitlements.core.Facade.WAIT;
import static dev.usher.entitlements.core.Facade.done;
import static dev.usher.entitlements.core.Facade.failure;
import static dev.usher.entitlements.core.Facade.request;
import static dev.usher.entitlements.core.Facade.tab;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Usher.NotAllowedException;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.entitlements.core.Usher.SeatRequest;
import dev.usher.entitlements.core.Usher.TooManySubscriptionsException;
import dev.usher.entitlements.core.Usher.UnreachableClientException;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private final Facade facade = new Facade().product("us", "US/>").user("alice", "us");

    private static SeatRequest unnamed(Optional<String> kind) {
        return new SeatRequest(
                Optional.empty(),
                "alice",
                Optional.empty(),
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Future<SeatAnswer> open(SeatRequest request) {
        return facade.usher().openSeat(request, CALLER, Optional.empty(), WAIT);
    }

    private void assertRefused(SeatRequest request, Class<? extends Throwable> refusal, String... words) {
        int before = facade.store.commits.size();
        assertThat(failure(open(request))).isInstanceOf(refusal).hasMessageContainingAll(words);
        assertThat(facade.store.commits).hasSize(before);
    }

    @Test
    void withoutAKindItIsAnMqttClientWhereThoseAreReached() {
        assertThat(done(open(unnamed(Optional.empty()))).seat().client()).isInstanceOf(ClientRef.Mqtt.class);
    }

    @Test
    void withoutAKindItIsWhatTheBrokerReaches() {
        facade.reaches = Set.of("smf");

        assertThat(done(open(unnamed(Optional.empty()))).seat().client()).isInstanceOf(ClientRef.Smf.class);
    }

    @Test
    void aKindThatIsNotReachedIsRefusedWithTheWayOut() {
        facade.reaches = Set.of("mqtt");
        facade.way = "semp";

        assertRefused(
                unnamed(Optional.of("smf")),
                UnreachableClientException.class,
                "semp",
                "mqtt",
                "injection: smf",
                "local");
    }

    @Test
    void aBrokerThatIsNotConfiguredIsRefused() {
        SeatRequest elsewhere = new SeatRequest(
                Optional.empty(),
                "alice",
                Optional.of("moon"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertRefused(elsewhere, UnknownReferenceException.class, "moon", "local");
    }

    @Test
    void mintedClientNamesDiffer() {
        String one = done(open(unnamed(Optional.empty()))).seat().client().value();

        assertThat(one).hasSize(32);
        assertThat(done(open(unnamed(Optional.empty()))).seat().client().value())
                .isNotEqualTo(one);
    }

    @Test
    void aMintedClientNameIsKeptByTheSeatThatTheCallerNamed() {
        SeatRequest named = new SeatRequest(
                Optional.of("login-4711"),
                "alice",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        SeatAnswer first = done(open(named));

        SeatAnswer again = done(open(named));

        assertThat(again.seat().client()).isEqualTo(first.seat().client());
        assertThat(again.created()).isFalse();
    }

    @Test
    void namesChosenByTheClientNeedToBeAllowed() {
        facade.clientsChosen = false;

        assertRefused(request("alice", "tab"), NotAllowedException.class, "client.id");
        assertThat(done(open(unnamed(Optional.empty()))).created()).isTrue();
    }

    @Test
    void aClientOfAnotherUsernameIsRefused() {
        facade.broker.connect(tab("tab"), "mallory");

        assertRefused(request("alice", "tab"), ConflictException.class, "another client username");
    }

    @Test
    void aUserWithoutAClientUsernameThereIsRefused() {
        facade.define(new Intent.DefineUser(new UserDefinition(
                new User("bob", Set.of(), Set.of(), UserStatus.ACTIVE, java.util.Map.of()), Optional.empty())));

        assertRefused(request("bob", "tab"), ConflictException.class, "bob", "local", "map");
    }

    @Test
    void nothingIsCommittedWhileItIsNotKnownWhoseTheClientIs() {
        facade.broker.viewDown = true;

        assertRefused(request("alice", "tab"), BrokerUnavailableException.class, "SEMP timed out");
    }

    private void grant(int filters, String user) {
        facade.product(
                        "many",
                        IntStream.range(0, filters).mapToObj(i -> "M/" + i).toArray(String[]::new))
                .user(user, "many");
        facade.broker.connect("other", user);
    }

    private void allow(long perClient, long perVpn) {
        facade.limits = profile -> new SubscriptionLimits(perClient, perVpn);
    }

    @Test
    void aSeatThatWouldPassTheClientsLimitIsRefusedBeforeAnythingIsCommitted() {
        allow(10, 1000);
        grant(8, "bob");

        // Eight filters and the notice topic, and 80 % of ten.
        assertRefused(request("bob", "tab"), TooManySubscriptionsException.class, "9", "10", "8", "wanted");
    }

    @Test
    void aSeatThatWouldPassTheVpnsLimitIsRefused() {
        allow(1000, 10);
        grant(8, "bob");

        assertRefused(request("bob", "tab"), TooManySubscriptionsException.class, "Message VPN");
    }

    @Test
    void whatOthersHoldCountsForTheVpn() {
        allow(1000, 20);
        grant(8, "bob");
        facade.broker.connect(tab("bobs"), "bob");
        facade.open("bob", "bobs");
        // What a username holds is known from the last look at it.
        facade.core()
                .enforce(done(facade.store.commit(
                                new Intent.SetStatus("bob", UserStatus.ACTIVE), CALLER, Optional.empty()))
                        .change());
        facade.user("carol", "many").username("carol", "usher_managed", "default");

        assertRefused(request("carol", "tab"), TooManySubscriptionsException.class, "others hold 9", "20");
    }

    @Test
    void aSeatThatJustFitsIsOpened() {
        allow(10, 10);
        grant(7, "bob");

        assertThat(facade.open("bob", "tab").created()).isTrue();
    }

    @Test
    void onlyWhatIsWantedCounts() {
        allow(10, 10);
        grant(8, "bob");

        assertThat(facade.open("bob", "tab", "M/1", "M/2").created()).isTrue();
    }

    @Test
    void theLimitIsThatOfTheTier() {
        facade.limits = profile -> new SubscriptionLimits(profile.equals("gold") ? 1000 : 1, 1000);
        facade.define(new Intent.DefineGroup(
                new Group("vip", List.of(Grant.of("us")), FenceMode.MANAGED, Optional.of("gold"))));
        facade.member("carol", "vip");
        facade.username("carol", "usher_managed", "default");

        assertThat(facade.open("carol", "tab").created()).isTrue();
        facade.username("alice", "usher_managed", "default");
        assertRefused(request("alice", "tab2"), TooManySubscriptionsException.class, "default");
    }

    @Test
    void aSelfServiceSeatIsInjectedNothingAndFits() {
        allow(10, 10);
        grant(8, "bob");
        facade.define(new Intent.DefineGroup(
                new Group("own", List.of(Grant.of("us")), FenceMode.SELF_SERVICE, Optional.empty())));
        facade.member("bob", "own", "many");

        // What a seat's own client subscribes to is the broker's to refuse.
        assertThat(failure(open(request("bob", "tab")))).isInstanceOf(TooManySubscriptionsException.class);
        facade.member("bob", "own");
        assertThat(facade.open("bob", "tab").created()).isTrue();
    }

    @Test
    void aRepeatedKeyAnswersWithTheSameSeat() {
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("k", "f"));
        SeatAnswer first = done(facade.usher().openSeat(unnamed(Optional.empty()), CALLER, key, WAIT));
        SeatAnswer second = done(facade.usher().openSeat(unnamed(Optional.empty()), CALLER, key, WAIT));

        assertThat(second.seat()).isEqualTo(first.seat());
    }

    @Test
    void aChosenNameIsKept() {
        SeatRequest named = new SeatRequest(
                Optional.of("mine"),
                "alice",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(5)));

        SeatAnswer seat = done(open(named));
        assertThat(seat.seat().id()).isEqualTo("mine");
        assertThat(seat.seat().expiresAt()).contains(facade.time.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void openingSaysWhetherAdoptingTheUsernameDisconnectedItsClients() {
        facade.adopt = true;
        facade.username("alice", "former", "default");

        assertThat(facade.open("alice", "tab").disconnected()).isTrue();
        assertThat(facade.open("alice", "other").disconnected()).isFalse();
    }

    @Test
    void refreshingMovesTheEnd() {
        SeatAnswer seat = facade.open("alice", "tab");

        Usher usher = facade.usher();
        SeatAnswer refreshed = done(usher.refreshSeat(seat.seat().id(), Optional.of(Duration.ofHours(1)), CALLER));

        assertThat(refreshed.seat().expiresAt()).contains(facade.time.instant().plus(Duration.ofHours(1)));
        assertThat(refreshed.open()).isTrue();
    }

    @Test
    void whatIsNotOpenCannotBeRefreshed() {
        String seat = facade.open("alice", "tab").seat().id();
        Usher usher = facade.usher();
        done(usher.write(new Intent.CloseSeat(seat), false, CALLER, WAIT));

        assertThat(failure(usher.refreshSeat(seat, Optional.empty(), CALLER))).isInstanceOf(ConflictException.class);
        assertThat(failure(usher.refreshSeat("none", Optional.empty(), CALLER))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aSeatWhoseClosingWaitsToBeRecordedIsNotOpen() {
        facade.broker.connect(tab("tab"), "alice");
        String seat = facade.open("alice", "tab").seat().id();
        facade.store.away = true;
        Future<Usher.ChangeAnswer> closed =
                facade.usher().write(new Intent.CloseSeat(seat), false, CALLER, Duration.ZERO);
        facade.store.away = false;

        assertThat(done(closed).recorded()).isFalse();
        assertThat(done(facade.usher().seat(seat)).open()).isFalse();
        assertThat(failure(facade.usher().refreshSeat(seat, Optional.empty(), CALLER)))
                .isInstanceOf(ConflictException.class);
    }
}
