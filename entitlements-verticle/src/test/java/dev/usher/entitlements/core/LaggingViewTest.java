package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EnforcementObserver;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What is said and done on a broker that shows what was the case a while ago. */
class LaggingViewTest {
    private static final UserOnBroker ALICE = EnforcementStage.ALICE;
    private static final String TAB = EnforcementStage.TAB;
    private static final Duration LAG = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String GRANTED = "US/NASDAQ/>";

    private final ManualTime time = new ManualTime();
    private final FakeBroker broker = new FakeBroker();
    private final FakeStore store = new FakeStore();

    LaggingViewTest() {
        broker.lagging(time, LAG);
        store.desired.put(
                ALICE, new Desired(ALICE, EnforcementStage.rights(GRANTED), List.of(EnforcementStage.SEAT), 4));
    }

    private Future<Enforcement> begin(Ask ask) {
        BrokerGateway gateway = broker.gateway();
        Enforcer enforcer = new Enforcer(
                new Enforcer.Tools(
                        gateway,
                        new FenceKeeper(gateway, store.port()),
                        new Noticeboard(time.vertx(), broker, time),
                        store.port(),
                        time),
                new Desires(store.port(), time));
        return enforcer.enforce(ALICE, ask);
    }

    private Enforcement enforce(Ask ask) {
        Future<Enforcement> run = begin(ask);
        time.advance(LONG);
        return Facade.done(run);
    }

    private void subscribe(Connection client, String filter) {
        broker.tables.get(client).removeIf(held -> held.filter().equals(TopicFilter.parse(filter)));
        broker.tables.get(client).add(new ObservedSubscription(filter, TopicFilter.parse(filter)));
    }

    @Example
    void anEntryMadeJustBeforeTheFenceClosedIsRemovedBeforeAnythingIsProven() {
        Connection tab = broker.connect(TAB, "alice");
        broker.photographed();
        subscribe(tab, "US/NYSE/>");

        Enforcement outcome = enforce(Ask.REVOKE);

        assertThat(broker.held(tab)).containsExactly(GRANTED);
        assertThat(outcome.settled()).isTrue();
        assertThat(outcome.disconnected()).isFalse();
    }

    /** Both as late as can be: the former profile lets something in, and that is not shown at first. */
    @Example
    void whatAProfileLetInAfterItWasTightenedIsRemovedBeforeAnythingIsProven() {
        Connection tab = broker.connect(TAB, "alice");
        broker.drifted.add(ProfileSpec.MANAGED.name());
        time.vertx().setTimer(LAG.toMillis() - 1, timer -> {
            broker.photographed();
            subscribe(tab, "US/NYSE/>");
        });

        Enforcement outcome = enforce(Ask.REVOKE);

        assertThat(broker.held(tab)).containsExactly(GRANTED);
        assertThat(outcome.settled()).isTrue();
    }

    @Example
    void aClientThatIsNotShownYetIsFoundByTheRunThatItsEventStarts() {
        broker.photographed();
        Connection tab = broker.connect(TAB, "alice");

        Enforcement outcome = enforce(Ask.GRANT);

        assertThat(broker.held(tab)).containsExactly(GRANTED);
        assertThat(outcome.settled()).isTrue();
    }

    @Example
    void theProofIsAboutTheMomentBeforeTheWait() {
        broker.connect(TAB, "alice", GRANTED);
        Instant begun = time.instant();

        Proof proof = enforce(Ask.REVOKE).proof().orElseThrow();

        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Observed.class,
                        observed -> assertThat(observed.begunAt()).isEqualTo(begun));
        assertThat(proof.at()).isAfterOrEqualTo(begun.plus(LAG));
    }

    @Example
    void whatWasRemovedIsNotTakenForKept() {
        Connection tab = broker.connect(TAB, "alice", "US/NYSE/>");
        broker.script = request -> {
            broker.photographed();
            return Optional.empty();
        };

        Enforcement outcome = enforce(Ask.REVOKE);

        assertThat(broker.done().stream().filter(step -> step.startsWith("remove")))
                .hasSize(1);
        assertThat(broker.held(tab)).containsExactly(GRANTED);
        assertThat(outcome.disconnected()).isFalse();
    }

    @Example
    void whoTookTheNameDuringAnInjectionIsNotTakenForTheClientBefore() {
        Connection tab = broker.connect(TAB, "alice");
        broker.afterAdd = () -> {
            if (broker.tables.containsKey(tab)) {
                broker.photographed();
                List<ObservedSubscription> given = broker.tables.remove(tab);
                broker.tables.put(broker.connect(TAB, "bob"), given);
            }
        };

        enforce(Ask.REVOKE);

        assertThat(broker.journal).contains("disconnect " + TAB);
        assertThat(store.told).contains("recordExposure");
    }

    @Example
    void aCutReachesAlsoAClientThatIsNotShownYet() {
        broker.photographed();
        broker.connect(TAB, "alice");

        Enforcement outcome = enforce(Ask.cutting(Cut.ALL));

        assertThat(broker.journal).contains("disconnect " + TAB);
        assertThat(outcome.disconnected()).isTrue();
    }

    @Example
    void theSweepFindsAClientThatIsNotShownYet() {
        UsherCore core = new UsherCore(
                time.vertx(),
                store.port(),
                List.of(broker.gateway()),
                new UsherCore.Settings(true, Duration.ofHours(1), Duration.ofHours(1)),
                new Unobserved(),
                time);
        core.start();
        time.advance(LONG);
        broker.photographed();
        Connection tab = broker.connect(TAB, "alice");

        broker.listener.mayHaveMissedSome();
        time.advance(LONG);

        assertThat(broker.held(tab)).containsExactly(GRANTED);
    }

    /** Whatever is held, made at the last moment and shown late: nothing is enforced before it is true. */
    @Property(tries = 300)
    void enforcedIsTrueHoweverLateTheBrokerShows(
            @ForAll @From("filters") List<String> held,
            @ForAll @From("filters") List<String> madeLate,
            @ForAll @From("filters") List<String> onAnotherMadeLate,
            @ForAll @Size(12) List<Boolean> photographed) {
        // One instance serves all tries.
        new LaggingViewTest().enforcedIsTrue(held, madeLate, onAnotherMadeLate, photographed);
    }

    private void enforcedIsTrue(
            List<String> held, List<String> madeLate, List<String> onAnotherMadeLate, List<Boolean> photographed) {
        Connection tab = broker.connect(TAB, "alice", held.toArray(String[]::new));
        Iterator<Boolean> photographs = photographed.iterator();
        broker.script = request -> {
            if (photographs.hasNext() && photographs.next()) {
                broker.photographed();
            }
            return Optional.empty();
        };
        broker.photographed();
        madeLate.forEach(filter -> subscribe(tab, filter));
        Connection another = broker.connect("#mqtt/other/9", "alice", onAnotherMadeLate.toArray(String[]::new));
        Future<Enforcement> run = begin(Ask.REVOKE);
        List<List<String>> whenEnforced = new ArrayList<>();
        run.onSuccess(outcome -> {
            whenEnforced.add(broker.held(tab));
            whenEnforced.add(broker.held(another));
        });

        time.advance(LONG);

        assertThat(Facade.done(run).settled()).isTrue();
        assertThat(whenEnforced).containsExactly(List.of(GRANTED), List.of());
        assertThat(run.result().disconnected()).isFalse();
    }

    @Provide
    Arbitrary<List<String>> filters() {
        return Arbitraries.of(GRANTED, "US/NYSE/>", "US/*/x", "EU/>", ">")
                .list()
                .uniqueElements()
                .ofMaxSize(4);
    }

    private static final class Unobserved implements EnforcementObserver {
        @Override
        public void ran(UserOnBroker target, Enforcement outcome, Duration took) {}

        @Override
        public void swept(String name, boolean succeeded) {}
    }
}
