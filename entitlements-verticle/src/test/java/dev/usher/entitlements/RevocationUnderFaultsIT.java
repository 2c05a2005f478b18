package dev.usher.entitlements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.OboFault;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.core.SempFault;
import dev.usher.embedded.EmbeddedDatabase;
import dev.usher.entitlements.ServiceStage.Answer;
import dev.usher.entitlements.ServiceStage.Options;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service says and does when the broker, the store or a client does not behave. */
class RevocationUnderFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static EmbeddedDatabase postgres;

    private EmbeddedBroker broker;
    private ServiceStage stage;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void startBroker() {
        broker = ServiceStage.broker();
    }

    @AfterEach
    void stop() {
        if (stage != null) {
            stage.close();
        }
        broker.close();
    }

    private void open(Options options) {
        stage = ServiceStage.on(broker, postgres.createDatabase(), options);
        if (options.adoption() == BrokerConfig.Adoption.NEVER) {
            stage.awaitReady();
        } else {
            stage.awaitAdopted(broker);
        }
    }

    private String seated() {
        stage.client(broker, "alice", "desk");
        Answer seat = stage.openSeat("alice", "desk");
        assertThat(seat.status()).as(seat.body().encode()).isEqualTo(201);
        assertThat(ServiceStage.held(broker, "desk")).containsExactly("US/NASDAQ/>", "US/NYSE/>");
        return seat.body().getString("id");
    }

    private static void assertEnforced(Answer answer, boolean disconnected) {
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        JsonObject target = answer.body().getJsonArray("targets").getJsonObject(0);
        assertThat(target.getJsonObject("proof")).as(answer.body().encode()).isNotNull();
        assertThat(target.getBoolean("disconnected")).isEqualTo(disconnected);
    }

    @Test
    void aRefusedRemovalDisconnectsTheClient() {
        open(Options.QUIET);
        seated();
        broker.faults()
                .obo(OboFault.answer(OboOutcome.ACL_DENIED)
                        .forFilter("US/NYSE/>")
                        .times(1));

        assertEnforced(stage.groupProducts("us-desk", 20, "nasdaq"), true);

        assertThat(ServiceStage.held(broker, "desk")).doesNotContain("US/NYSE/>");
    }

    @Test
    void anUnansweredRemovalDisconnectsTheClient() {
        open(Options.QUIET);
        seated();
        broker.faults().obo(OboFault.swallow().forFilter("US/NYSE/>").times(1));

        assertEnforced(stage.groupProducts("us-desk", 20, "nasdaq"), true);

        assertThat(ServiceStage.held(broker, "desk")).doesNotContain("US/NYSE/>");
    }

    @Test
    void aRemovalAnsweredByALyingBrokerIsNotBelieved() {
        open(Options.QUIET);
        seated();
        broker.faults().obo(OboFault.answer(OboOutcome.OK).forFilter("US/NYSE/>"));

        assertEnforced(stage.groupProducts("us-desk", 20, "nasdaq"), true);

        assertThat(ServiceStage.held(broker, "desk")).doesNotContain("US/NYSE/>");
    }

    @Test
    void theManagersConnectionIsCutInTheMiddleOfARevocation() {
        open(Options.QUIET);
        seated();
        broker.faults().obo(OboFault.applyAndCut().forFilter("US/NYSE/>").times(1));

        assertEnforced(stage.groupProducts("us-desk", 30, "nasdaq"), true);

        assertThat(ServiceStage.held(broker, "desk")).doesNotContain("US/NYSE/>");
    }

    @Test
    void nothingIsCalledEnforcedWhileTheBrokerCannotBeRead() {
        open(Options.QUIET);
        seated();
        broker.faults().semp(SempFault.refuse(400, 2, "not now").forPath("/monitor/"));

        Answer pending = stage.suspend("alice", 1);

        assertThat(pending.status()).isEqualTo(202);
        assertThat(pending.body().getString("state")).isEqualTo("pending");
        assertThat(stage.metrics()).contains("usher_entitlements_unsettled{broker=\"local\"} 1.0");
        broker.faults().clear();
        await().atMost(SOON)
                .until(() -> stage.change(pending.body().getString("change"))
                        .body()
                        .getString("state")
                        .equals("enforced"));
        assertThat(ServiceStage.held(broker, "desk")).isEmpty();
        assertThat(stage.metrics()).contains("usher_entitlements_unsettled{broker=\"local\"} 0.0");
    }

    @Test
    void aPendingRevocationSurvivesTheServiceAndIsFinishedByTheNext() {
        var database = postgres.createDatabase();
        stage = ServiceStage.on(broker, database, Options.QUIET);
        stage.awaitAdopted(broker);
        ServiceStage first = stage;
        JCSMPSession desk = first.client(broker, "alice", "desk");
        first.openSeat("alice", "desk");
        broker.faults().semp(SempFault.refuse(400, 2, "not now").forPath("/monitor/"));
        String change = first.suspend("alice", 0).body().getString("change");
        assertThat(desk.isClosed()).isFalse();

        try (ServiceStage second = ServiceStage.on(broker, database, Options.QUIET)) {
            broker.faults().clear();
            await().atMost(SOON)
                    .until(() -> second.change(change).body().getString("state").equals("enforced"));
            assertThat(ServiceStage.held(broker, "desk")).isEmpty();
        }
    }

    @Test
    void aSuspensionActsOnTheBrokerWhileTheStoreIsAwayAndIsRecordedLater() {
        try (EmbeddedDatabase own = EmbeddedDatabase.start()) {
            stage = ServiceStage.on(broker, own.createDatabase(), Options.QUIET);
            stage.awaitAdopted(broker);
            seated();
            own.stop();

            Answer answer = stage.suspend("alice", 20);

            assertThat(answer.status()).as(answer.body().encode()).isEqualTo(202);
            assertThat(answer.body().getBoolean("recorded")).isFalse();
            assertThat(answer.body().getString("state")).isEqualTo("pending");
            await().atMost(SOON).until(() -> ServiceStage.held(broker, "desk").isEmpty());
            own.startAgain();
            await().atMost(SOON).until(() -> stage.openSeat("alice", "desk").status() == 200);
            Answer recorded = stage.openSeat("alice", "desk");
            assertThat(recorded.body().getJsonArray("filters").stream()
                            .map(filter -> ((JsonObject) filter).getString("state")))
                    .containsOnly("removed");
            assertThat(ServiceStage.held(broker, "desk")).isEmpty();
        }
    }

    @Test
    void aClientUnderAnotherUsernameIsRefusedAndGivenNothing() {
        open(Options.QUIET);
        stage.client(broker, "bob", "desk");

        Answer answer = stage.openSeat("alice", "desk");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(ServiceStage.held(broker, "desk")).isEmpty();
    }

    @Test
    void cutDisconnectsFirstAndSaysSo() {
        open(Options.QUIET);
        seated();

        assertEnforced(stage.suspendAndCut("alice"), true);
    }

    @Test
    void aUsernameThatDoesNotExistIsDeniedWithTheWayOut() {
        open(Options.QUIET);

        Answer seat = stage.openSeat("carol", "desk");

        assertThat(seat.body().getJsonArray("filters").getJsonObject(0).getString("state"))
                .isEqualTo("denied");
        assertThat(seat.body().getJsonArray("filters").getJsonObject(0).getString("reason"))
                .contains("carol", "does not exist", "create it");
    }

    @Test
    void aUsernameThatMayNotBeAdoptedIsLeftAloneAndDenied() {
        open(Options.QUIET.adopting(BrokerConfig.Adoption.NEVER));
        stage.client(broker, "alice", "desk");

        Answer seat = stage.openSeat("alice", "desk");

        assertThat(seat.body().getJsonArray("filters").getJsonObject(0).getString("state"))
                .isEqualTo("denied");
        assertThat(ServiceStage.held(broker, "desk")).isEmpty();
        assertThat(broker.configuration().clientUsernames().get("alice").aclProfile())
                .isEqualTo("default");
    }

    @Test
    void aManagerWithoutTheRightIsNotReadyAndSaysWhatToDo() {
        stage = ServiceStage.on(broker, postgres.createDatabase(), Options.QUIET.managedBy("no-manager"));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stage.readiness().body().encode())
                        .contains("no-manager", "not a subscription manager", "subscriptionManagerEnabled"));
        assertThat(stage.readiness().status()).isEqualTo(503);
    }

    @Test
    void herOwnSubscriptionIsRefusedByTheFence() throws JCSMPException {
        open(Options.QUIET);
        seated();
        JCSMPSession other = stage.client(broker, "alice", "other");

        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                JCSMPErrorResponseException.class,
                                () -> other.addSubscription(
                                        JCSMPFactory.onlyInstance().createTopic("US/NYSE/>")))
                        .getSubcodeEx())
                .isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ACL_DENIED);
    }

    @Test
    void theSweepClosesAnOpenedFenceAndTakesBackWhatWentThrough() throws JCSMPException {
        open(Options.QUIET.sweeping(Duration.ofMillis(500), Duration.ofHours(1)));
        seated();
        JCSMPSession other = stage.client(broker, "alice", "other");
        broker.configuration().aclProfiles().update("usher_managed", profile -> profile.withSubscribe(Action.ALLOW));
        other.addSubscription(JCSMPFactory.onlyInstance().createTopic("EU/>"));

        await().atMost(SOON).until(() -> ServiceStage.held(broker, "other").isEmpty());
        assertThat(broker.configuration().aclProfiles().get("usher_managed").subscribe())
                .isEqualTo(Action.DISALLOW);
    }

    @Test
    void theDeepReadTakesBackWhatAnAdministratorAdded() throws JCSMPException {
        open(Options.QUIET.sweeping(Duration.ofMillis(300), Duration.ofSeconds(1)));
        seated();
        JCSMPSession administrator = stage.client(broker, "usher-manager", "administrator");
        administrator.addSubscription(
                JCSMPFactory.onlyInstance().createClientName("desk"),
                JCSMPFactory.onlyInstance().createTopic("EU/>"),
                JCSMPSession.WAIT_FOR_CONFIRM);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ServiceStage.held(broker, "desk")).containsExactly("US/NASDAQ/>", "US/NYSE/>"));
    }

    @Test
    void aClosedSeatLosesEverythingAndStaysClosed() {
        open(Options.QUIET);
        String seat = seated();

        assertEnforced(stage.closeSeat(seat, 20), false);

        assertThat(ServiceStage.held(broker, "desk")).isEmpty();
        assertThat(stage.seat(seat).body().getBoolean("open")).isFalse();
        assertThat(stage.seat(seat)
                        .body()
                        .getJsonArray("filters")
                        .getJsonObject(0)
                        .getString("state"))
                .isEqualTo("removed");
    }
}
