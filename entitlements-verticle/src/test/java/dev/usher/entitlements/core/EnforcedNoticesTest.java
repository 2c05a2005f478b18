package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.EnforcementStage.ALICE;
import static dev.usher.entitlements.core.EnforcementStage.SEAT;
import static dev.usher.entitlements.core.EnforcementStage.TAB;
import static dev.usher.entitlements.core.EnforcementStage.rights;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.EnforcementObserver;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What seats are told, and that nothing waits long for it. */
class EnforcedNoticesTest {
    private final EnforcementStage stage = new EnforcementStage();
    private final FakeBroker broker = stage.broker;
    private final Noticeboard noticeboard = new Noticeboard(stage.vertx, broker, stage.clock);
    private final Enforcements enforcements = new Enforcements(
            stage.vertx,
            new Enforcer(
                    new Enforcer.Tools(
                            broker.gateway(),
                            new FenceKeeper(broker.gateway(), stage.store.port()),
                            noticeboard,
                            stage.store.port(),
                            stage.clock),
                    stage.desires),
            stage.store.port(),
            new SeatStates(stage.clock),
            stage.desires,
            noticeboard,
            new Unobserved(),
            stage.clock);

    @AfterEach
    void close() {
        enforcements.close();
        stage.close();
    }

    private void run(Ask ask) {
        assertThat(enforcements.run(ALICE, ask).isComplete()).isTrue();
    }

    @Test
    void aSeatIsToldWhatItGotOnceAndAgainWhenItsClientIsNew() {
        Connection tab = broker.connect(TAB, "alice");
        stage.desire(rights("US/A"), SEAT);
        run(Ask.GRANT);
        run(Ask.LOOK);
        assertThat(broker.notices).containsExactly("GRANTED seat-1 [US/A] granted");

        broker.tables.remove(tab);
        broker.connect("#mqtt/tab/8", "alice");
        run(Ask.GRANT);

        assertThat(broker.notices).hasSize(2);
    }

    @Test
    void aSeatIsToldWhatWasTakenAndWhyAfterItIsGone() {
        broker.connect(TAB, "alice");
        stage.desire(rights("US/A", "US/B"), SEAT);
        run(Ask.GRANT);
        broker.notices.clear();
        broker.journal.clear();

        stage.desire(rights("US/A"), SEAT);
        run(Ask.REVOKE);
        stage.desire(rights("US/A"), EnforcementStage.wanting());
        run(Ask.REVOKE);

        assertThat(broker.notices)
                .containsExactly("REMOVED seat-1 [US/B] no longer granted", "REMOVED seat-1 [US/A] no longer wanted");
        assertThat(broker.journal).containsSubsequence("remove US/B from " + TAB, "list alice", "notice REMOVED");
    }

    @Test
    void whatIsInsideOfAWiderFilterNowIsNotCalledRemoved() {
        broker.connect(TAB, "alice");
        stage.desire(rights("US/A"), SEAT);
        run(Ask.GRANT);
        broker.notices.clear();

        stage.desire(rights("US/>"), SEAT);
        run(Ask.GRANT);

        assertThat(broker.notices).containsExactly("GRANTED seat-1 [US/>] granted");
    }

    @Test
    void nothingIsToldBeforeItIsProvenGone() {
        broker.connect(TAB, "alice");
        stage.desire(rights("US/A"), SEAT);
        run(Ask.GRANT);
        broker.notices.clear();
        broker.script = request -> request.startsWith("remove") ? Optional.of(new Outcome.Done()) : Optional.empty();
        broker.evictionDown = true;

        stage.desire(Rights.NONE, SEAT);
        run(Ask.REVOKE);

        assertThat(broker.notices).isNotEmpty().noneMatch(notice -> notice.startsWith("REMOVED"));

        broker.evictionDown = false;
        broker.script = request -> Optional.empty();
        run(Ask.REVOKE);
        assertThat(broker.notices).contains("REMOVED seat-1 [US/A] no longer granted");
    }

    @Test
    void aClientIsWarnedBeforeItIsDisconnected() {
        broker.connect(TAB, "alice", "EU/>");
        broker.script =
                request -> request.startsWith("remove") ? Optional.of(new Outcome.Refused("denied")) : Optional.empty();
        stage.desire(rights("US/A"), SEAT);

        run(Ask.REVOKE);

        assertThat(broker.journal).containsSubsequence("notice RECONNECT_NEEDED", "disconnect " + TAB);
    }

    @Test
    void aMoveIsAnnouncedWithItsReason() {
        stage.stand("usher_managed", "default");
        stage.desire(rights("US/>"), Optional.of(EnforcementStage.selfService("US/>")), SEAT);

        run(Ask.REVOKE);

        assertThat(broker.journal).containsSubsequence("notice RECONNECT_NEEDED", "fence alice");
        assertThat(broker.notices).singleElement().asString().contains("usher_managed", "usher_g_desk", "group desk");
    }

    @Test
    void aRevocationDoesNotWaitLongForAWarning() {
        broker.connect(TAB, "alice", "EU/>");
        broker.slowNotices = Promise.promise();
        broker.script =
                request -> request.startsWith("remove") ? Optional.of(new Outcome.Refused("denied")) : Optional.empty();
        stage.desire(rights("US/A"), SEAT);

        Future<Enforcement> run = enforcements.run(ALICE, Ask.REVOKE);

        assertThat(run.isComplete()).isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(run::isComplete);
        assertThat(broker.tables).isEmpty();
    }

    @Test
    void aCutDoesNotWaitForTheWarningAtAll() {
        broker.connect(TAB, "alice", "EU/>");
        broker.slowNotices = Promise.promise();
        stage.desire(rights("US/A"), SEAT);

        run(Ask.cutting(Cut.ALL));

        assertThat(broker.tables).isEmpty();
        assertThat(broker.notices).isNotEmpty();
    }

    @Test
    void aSeatIsToldWhatEndsWithAProductAndNotWhatAnotherStillGives() {
        Rights rights = new Rights(Map.of(
                TopicFilter.parse("US/A"), new TreeSet<>(Set.of("trial")),
                TopicFilter.parse("US/B"), new TreeSet<>(Set.of("trial", "basic"))));
        broker.connect(TAB, "alice");
        stage.desire(rights, SEAT);
        run(Ask.GRANT);
        broker.notices.clear();

        enforcements.expiring(new Boundaries.Expiring(SEAT, Optional.of("trial"), Instant.EPOCH.plusSeconds(60)));
        enforcements.expiring(new Boundaries.Expiring(SEAT, Optional.empty(), Instant.EPOCH.plusSeconds(60)));

        assertThat(broker.notices)
                .containsExactly("EXPIRING seat-1 [US/A] product trial ends", "EXPIRING seat-1 [] the seat ends");
    }

    private static final class Unobserved implements EnforcementObserver {
        @Override
        public void ran(UserOnBroker target, Enforcement outcome, Duration took) {}

        @Override
        public void swept(String broker, boolean succeeded) {}
    }
}
