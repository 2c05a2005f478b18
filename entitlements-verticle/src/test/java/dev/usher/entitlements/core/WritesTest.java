package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.Facade.CALLER;
import static dev.usher.entitlements.core.Facade.WAIT;
import static dev.usher.entitlements.core.Facade.done;
import static dev.usher.entitlements.core.Facade.failure;
import static dev.usher.entitlements.core.Facade.tab;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Usher.ChangeAnswer;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritesTest {
    private static final Duration RECORDED_BY = Duration.ofSeconds(2);
    private static final Intent SUSPEND = new Intent.SetStatus("alice", UserStatus.SUSPENDED);
    private static final Intent REACTIVATE = new Intent.SetStatus("alice", UserStatus.ACTIVE);
    private static final Intent REMOVE = new Intent.RemoveUser("alice");

    private final Facade facade = new Facade().product("us", "US/>").user("alice", "us");
    private Connection client;
    private Connection other;
    private String seat;

    @BeforeEach
    void twoSeats() {
        client = facade.broker.connect(tab("tab"), "alice");
        other = facade.broker.connect(tab("other"), "alice");
        seat = facade.open("alice", "tab").seat().id();
        facade.open("alice", "other");
        assertThat(granted(client)).isTrue();
        assertThat(granted(other)).isTrue();
        facade.urgencies.clear();
    }

    private boolean granted(Connection who) {
        return facade.broker.held(who).contains("US/>");
    }

    private Future<ChangeAnswer> write(Intent intent, boolean cut) {
        return facade.usher().write(intent, cut, CALLER, WAIT);
    }

    private ChangeAnswer writeWithoutStore(Intent intent) {
        facade.store.away = true;
        Future<ChangeAnswer> answer = facade.usher().write(intent, false, CALLER, Duration.ZERO);
        facade.store.away = false;
        return done(answer);
    }

    @Test
    void aWriteIsEnforcedAndAnswersWithItsProgress() {
        ChangeAnswer answer = done(write(SUSPEND, false));

        assertThat(granted(client)).isFalse();
        assertThat(answer.recorded()).isTrue();
        assertThat(answer.progress().enforced()).isTrue();
    }

    @Test
    void aSeatIsClosedWithoutTheStoreAndRecordedLater() {
        ChangeAnswer answer = writeWithoutStore(new Intent.CloseSeat(seat));

        assertThat(answer.recorded()).isFalse();
        assertThat(answer.progress().enforced()).isFalse();
        assertThat(facade.broker.held(client)).isEmpty();
        assertThat(granted(other)).isTrue();
        facade.time.advance(RECORDED_BY);
        assertThat(facade.store.state().seats.get(seat).open()).isFalse();
        String id = answer.progress().change().id();
        assertThat(done(facade.usher().change(id)).recorded()).isTrue();
    }

    @Test
    void aUserIsSuspendedWithoutTheStoreAndRecordedLater() {
        ChangeAnswer answer = writeWithoutStore(SUSPEND);

        assertThat(answer.recorded()).isFalse();
        assertThat(granted(client) || granted(other)).isFalse();
        facade.time.advance(RECORDED_BY);
        assertThat(facade.store.state().user("alice").status()).isEqualTo(UserStatus.SUSPENDED);
        assertThat(granted(client)).isFalse();
    }

    @Test
    void aUserIsRemovedWithoutTheStoreAndRecordedLater() {
        ChangeAnswer answer = writeWithoutStore(REMOVE);

        assertThat(answer.recorded()).isFalse();
        assertThat(answer.progress().change().kind()).isEqualTo("user-removed");
        assertThat(granted(client) || granted(other)).isFalse();
        facade.time.advance(RECORDED_BY);
        assertThat(facade.store.state().users).isEmpty();
        assertThat(granted(client) || granted(other)).isFalse();
    }

    @Test
    void whatGivesSomethingFailsWithoutTheStore() {
        facade.store.away = true;

        assertThat(failure(write(REACTIVATE, false))).isInstanceOf(StoreUnavailableException.class);
        assertThat(failure(write(Facade.defining("bob"), false))).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void whoWasNeverSeenCannotBeSuspendedWithoutTheStore() {
        facade.store.away = true;

        assertThat(failure(write(new Intent.SetStatus("bob", UserStatus.SUSPENDED), false)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(failure(write(new Intent.RemoveUser("bob"), false))).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void reactivatingOverrulesASuspensionThatWaits() {
        ChangeAnswer suspended = writeWithoutStore(SUSPEND);
        ChangeAnswer reactivated = done(write(REACTIVATE, false));

        facade.time.advance(RECORDED_BY);
        assertThat(facade.store.state().user("alice").status()).isEqualTo(UserStatus.ACTIVE);
        assertThat(granted(client)).isTrue();
        String id = suspended.progress().change().id();
        assertThat(done(facade.usher().change(id)).progress().change().id())
                .isEqualTo(reactivated.progress().change().id());
    }

    @Test
    void reactivatingGivesNothingBackToAUserWhoseRemovalWaits() {
        writeWithoutStore(SUSPEND);
        writeWithoutStore(REMOVE);
        Future<ChangeAnswer> reactivated = facade.usher().write(REACTIVATE, false, CALLER, Duration.ZERO);

        assertThat(reactivated.succeeded()).isTrue();
        assertThat(granted(client) || granted(other)).isFalse();
        facade.time.advance(RECORDED_BY);
        assertThat(facade.store.state().users).isEmpty();
    }

    @Test
    void definingAUserAgainOverrulesARemovalThatWaits() {
        writeWithoutStore(REMOVE);
        done(write(Facade.defining("alice", "us"), false));

        facade.time.advance(RECORDED_BY);
        assertThat(facade.store.state().users).containsKey("alice");
    }

    @Test
    void definingAUserAgainDoesNotLiftASuspensionThatWaits() {
        writeWithoutStore(SUSPEND);
        facade.usher().write(Facade.defining("alice", "us"), false, CALLER, Duration.ZERO);

        assertThat(granted(client)).isFalse();
        facade.time.advance(RECORDED_BY);
        assertThat(facade.store.state().user("alice").status()).isEqualTo(UserStatus.SUSPENDED);
    }

    @Test
    void cuttingASeatDisconnectsItsClientAlone() {
        done(write(new Intent.CloseSeat(seat), true));

        assertThat(facade.broker.tables).doesNotContainKey(client).containsKey(other);
    }

    @Test
    void cuttingAUserDisconnectsEverybody() {
        done(write(SUSPEND, true));

        assertThat(facade.broker.tables).isEmpty();
    }

    @Test
    void whatMayNarrowIsUrgent() {
        done(write(Facade.defining("alice"), false));

        assertThat(facade.urgencies).isNotEmpty().containsOnly(Urgency.REVOKE);
    }

    @Test
    void whatSurelyGivesOnlyDoesNotDelayRevocations() {
        facade.broker.connect("c", "carol");
        done(write(Facade.defining("carol", "us"), false));
        done(write(REACTIVATE, false));

        assertThat(facade.urgencies).isNotEmpty().containsOnly(Urgency.GRANT);
    }

    @Test
    void whatHasAMethodOfItsOwnIsNotWritten() {
        Intent open = new Intent.OpenSeat(
                Optional.empty(), "alice", "local", new ClientRef.Mqtt("x"), Optional.empty(), Optional.empty());

        assertThat(failure(write(open, false))).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(write(new Intent.Release("local", Set.of("alice")), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(write(new Intent.Adopt("local", Set.of()), false)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
