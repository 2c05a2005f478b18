package dev.usher.entitlements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.OboFault;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.core.SempFault;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.embedded.DatabaseAddress;
import dev.usher.embedded.EmbeddedDatabase;
import dev.usher.entitlements.ServiceStage.Answer;
import dev.usher.entitlements.ServiceStage.Options;
import dev.usher.entitlements.gateway.MqttTarget;
import dev.usher.entitlements.gateway.SmfTarget;
import dev.usher.entitlements.gateway.Target;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What the service says and does when the broker, the store or a client does not behave: with SMF clients through the
 * subscription manager, and with MQTT clients through management, where no subscription manager is about.
 */
@ParameterizedClass
@FieldSource("CASES")
class RevocationUnderFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static EmbeddedDatabase postgres;

    static final List<Arguments> CASES = Stream.of(BrokerConfig.Injection.values())
            .flatMap(injection -> Stream.of(
                    arguments(injection, named("default", BrokerSwitches.defaults())),
                    arguments(injection, named("pessimistic", BrokerSwitches.pessimistic()))))
            .toList();

    @Parameter(0)
    BrokerConfig.Injection injection;

    /** How the broker is where no public text says. */
    @Parameter(1)
    BrokerSwitches switches;

    private final Deque<AutoCloseable> clients = new ArrayDeque<>();
    private Vertx vertx;
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
        vertx = Vertx.vertx();
        broker = ServiceStage.broker(switches);
    }

    @AfterEach
    void stop() throws Exception {
        while (!clients.isEmpty()) {
            clients.pop().close();
        }
        if (stage != null) {
            stage.close();
        }
        broker.close();
        vertx.close().await();
    }

    private boolean bySemp() {
        return injection == BrokerConfig.Injection.SEMP;
    }

    /** The service under test, its manager having no more rights than it needs. */
    private ServiceStage serviceOn(DatabaseAddress database, Options options) {
        Options injecting = options.injecting(injection).lagging(switches.monitorLag());
        return ServiceStage.on(broker, database, bySemp() ? injecting.managedBy("no-manager") : injecting);
    }

    private Target client(String username, String id) {
        Target client = bySemp()
                ? MqttTarget.connect(vertx, broker, username, id, switches.cleanSessionsInConfig())
                : SmfTarget.connect(broker, username, id);
        clients.push(client);
        return client;
    }

    private Answer openSeat(String user, String id) {
        return stage.openSeat(user, bySemp() ? "mqtt" : "smf", id);
    }

    private String clientName(String id) {
        return bySemp()
                ? broker.clients().stream()
                        .map(Client::name)
                        .filter(name -> name.startsWith("#mqtt/" + id + "/"))
                        .findFirst()
                        .orElse("")
                : id;
    }

    /** What a client holds by the broker's own table, in SMF spelling. */
    private List<String> held(String id) {
        return ServiceStage.held(broker, clientName(id)).stream()
                .map(text -> TopicFilter.parseObserved(text, bySemp()).toString())
                .toList();
    }

    private void open(Options options) {
        stage = serviceOn(postgres.createDatabase(), options);
        if (options.adoption() == BrokerConfig.Adoption.NEVER) {
            stage.awaitReady();
        } else {
            stage.awaitAdopted(broker);
        }
    }

    private String seated() {
        client("alice", "desk");
        Answer seat = openSeat("alice", "desk");
        assertThat(seat.status()).as(seat.body().encode()).isEqualTo(201);
        assertThat(held("desk")).containsExactly("US/NASDAQ/>", "US/NYSE/>");
        return seat.body().getString("id");
    }

    /** What is said of alice, who is not the only one in her group. */
    private static void assertEnforced(Answer answer, boolean disconnected) {
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        JsonObject target = answer.body().getJsonArray("targets").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("user").equals("alice"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.body().encode()));
        assertThat(target.getJsonObject("proof")).as(answer.body().encode()).isNotNull();
        assertThat(target.getBoolean("disconnected")).as(answer.body().encode()).isEqualTo(disconnected);
    }

    private static SempFault removalByManagement(SempFault fault) {
        return fault.forMethod("DELETE").forPath("/subscriptions/US%2FNYSE");
    }

    @Test
    void aRefusedRemovalDisconnectsTheClient() {
        open(Options.QUIET);
        seated();
        broker.faults()
                .obo(OboFault.answer(OboOutcome.ACL_DENIED)
                        .forFilter("US/NYSE/>")
                        .times(1));
        broker.faults()
                .semp(removalByManagement(SempFault.refuse(400, 89, "not now")).times(1));

        assertEnforced(stage.groupProducts("us-desk", 20, "nasdaq"), true);

        assertThat(held("desk")).doesNotContain("US/NYSE/>");
    }

    @Test
    void anUnansweredRemovalDisconnectsTheClient() {
        open(Options.QUIET);
        seated();
        broker.faults().obo(OboFault.swallow().forFilter("US/NYSE/>").times(1));
        broker.faults().semp(removalByManagement(SempFault.swallow()));

        assertEnforced(stage.groupProducts("us-desk", 20, "nasdaq"), true);

        assertThat(held("desk")).doesNotContain("US/NYSE/>");
    }

    @Test
    void aRemovalAnsweredByALyingBrokerIsNotBelieved() {
        assumeThat(injection).isEqualTo(BrokerConfig.Injection.SMF);
        open(Options.QUIET);
        seated();
        broker.faults().obo(OboFault.answer(OboOutcome.OK).forFilter("US/NYSE/>"));

        assertEnforced(stage.groupProducts("us-desk", 20, "nasdaq"), true);

        assertThat(held("desk")).doesNotContain("US/NYSE/>");
    }

    @Test
    void theConnectionIsCutInTheMiddleOfARevocation() {
        open(Options.QUIET);
        seated();
        broker.faults().obo(OboFault.applyAndCut().forFilter("US/NYSE/>").times(1));
        broker.faults().semp(removalByManagement(SempFault.applyAndCut()).times(1));

        // Management is asked again, and a removal that finds nothing any more is done.
        assertEnforced(stage.groupProducts("us-desk", 30, "nasdaq"), !bySemp());

        assertThat(held("desk")).doesNotContain("US/NYSE/>");
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
        assertThat(held("desk")).isEmpty();
        assertThat(stage.metrics()).contains("usher_entitlements_unsettled{broker=\"local\"} 0.0");
    }

    @Test
    void aPendingRevocationSurvivesTheServiceAndIsFinishedByTheNext() {
        var database = postgres.createDatabase();
        stage = serviceOn(database, Options.QUIET);
        stage.awaitAdopted(broker);
        ServiceStage first = stage;
        client("alice", "desk");
        openSeat("alice", "desk");
        broker.faults().semp(SempFault.refuse(400, 2, "not now").forPath("/monitor/"));
        String change = first.suspend("alice", 0).body().getString("change");
        assertThat(held("desk")).isNotEmpty();

        try (ServiceStage second = serviceOn(database, Options.QUIET)) {
            broker.faults().clear();
            await().atMost(SOON)
                    .until(() -> "enforced".equals(second.change(change).body().getString("state")));
            assertThat(held("desk")).isEmpty();
        }
    }

    @Test
    void aSuspensionActsOnTheBrokerWhileTheStoreIsAwayAndIsRecordedLater() {
        try (EmbeddedDatabase own = EmbeddedDatabase.start()) {
            stage = serviceOn(own.createDatabase(), Options.QUIET);
            stage.awaitAdopted(broker);
            seated();
            own.stop();

            Answer answer = stage.suspend("alice", 5);

            assertThat(answer.status()).as(answer.body().encode()).isEqualTo(202);
            assertThat(answer.body().getBoolean("recorded")).isFalse();
            assertThat(answer.body().getString("state")).isEqualTo("pending");
            await().atMost(SOON).until(() -> held("desk").isEmpty());
            own.startAgain();
            await().atMost(SOON).until(() -> openSeat("alice", "desk").status() == 200);
            Answer recorded = openSeat("alice", "desk");
            assertThat(recorded.body().getJsonArray("filters").stream()
                            .map(filter -> ((JsonObject) filter).getString("state")))
                    .containsOnly("removed");
            assertThat(held("desk")).isEmpty();
        }
    }

    @Test
    void aClientUnderAnotherUsernameIsRefusedAndGivenNothing() {
        open(Options.QUIET);
        client("bob", "desk");

        Answer answer = openSeat("alice", "desk");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(held("desk")).isEmpty();
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

        Answer seat = openSeat("carol", "desk");

        assertThat(seat.body().getJsonArray("filters").getJsonObject(0).getString("state"))
                .isEqualTo("denied");
        assertThat(seat.body().getJsonArray("filters").getJsonObject(0).getString("reason"))
                .contains("carol", "does not exist", "create it");
    }

    @Test
    void aUsernameThatMayNotBeAdoptedIsLeftAloneAndDenied() {
        open(Options.QUIET.adopting(BrokerConfig.Adoption.NEVER));
        client("alice", "desk");

        Answer seat = openSeat("alice", "desk");

        assertThat(seat.body().getJsonArray("filters").getJsonObject(0).getString("state"))
                .isEqualTo("denied");
        assertThat(held("desk")).isEmpty();
        assertThat(broker.configuration().clientUsernames().get("alice").aclProfile())
                .isEqualTo("default");
    }

    @Test
    void aManagerWithoutTheRightIsNotReadyAndSaysWhatToDo() {
        assumeThat(injection).isEqualTo(BrokerConfig.Injection.SMF);
        stage = ServiceStage.on(
                broker,
                postgres.createDatabase(),
                Options.QUIET.managedBy("no-manager").lagging(switches.monitorLag()));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stage.readiness().body().encode())
                        .contains("no-manager", "not a subscription manager", "subscriptionManagerEnabled"));
        assertThat(stage.readiness().status()).isEqualTo(503);
    }

    @Test
    void herOwnSubscriptionIsRefusedByTheFence() {
        open(Options.QUIET);
        seated();
        Target other = client("alice", "other");

        assertThatThrownBy(() -> other.subscribe("US/NYSE/>")).hasMessageMatching("(?is).*(acl denied|refused).*");

        assertThat(held("other")).isEmpty();
    }

    @Test
    void theSweepClosesAnOpenedFenceAndTakesBackWhatWentThrough() {
        open(Options.QUIET.sweeping(Duration.ofMillis(500), Duration.ofHours(1)));
        seated();
        Target other = client("alice", "other");
        broker.configuration().aclProfiles().update("usher_managed", profile -> profile.withSubscribe(Action.ALLOW));
        other.subscribe("EU/>");

        // Clients and profiles are looked at one after the other, in no promised order.
        await().atMost(SOON)
                .until(() -> broker.configuration()
                                .aclProfiles()
                                .get("usher_managed")
                                .subscribe()
                        == Action.DISALLOW);
        await().atMost(SOON).until(() -> held("other").isEmpty());
    }

    @Test
    void theDeepReadTakesBackWhatAnAdministratorAdded() throws JCSMPException {
        open(Options.QUIET.sweeping(Duration.ofMillis(300), Duration.ofSeconds(1)));
        seated();
        JCSMPSession administrator = stage.client(broker, "usher-manager", "administrator");
        TopicFilter europe = TopicFilter.parse("EU/>");
        administrator.addSubscription(
                JCSMPFactory.onlyInstance().createClientName(clientName("desk")),
                JCSMPFactory.onlyInstance().createTopic(bySemp() ? europe.toOnBehalfOfMqtt() : europe.toSmf()),
                JCSMPSession.WAIT_FOR_CONFIRM);

        // What management of its session cannot reach is taken away by disconnecting the client.
        List<String> left = bySemp() && !switches.oboAddsInSessions() ? List.of() : List.of("US/NASDAQ/>", "US/NYSE/>");
        await().atMost(SOON).untilAsserted(() -> assertThat(held("desk")).containsExactlyElementsOf(left));
    }

    @Test
    void aClosedSeatLosesEverythingAndStaysClosed() {
        open(Options.QUIET);
        String seat = seated();

        assertEnforced(stage.closeSeat(seat, 20), false);

        assertThat(held("desk")).isEmpty();
        assertThat(stage.seat(seat).body().getBoolean("open")).isFalse();
        assertThat(stage.seat(seat)
                        .body()
                        .getJsonArray("filters")
                        .getJsonObject(0)
                        .getString("state"))
                .isEqualTo("removed");
    }
}
