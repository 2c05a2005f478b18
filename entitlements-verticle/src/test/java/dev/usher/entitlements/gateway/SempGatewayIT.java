package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.broker.core.Client;
import dev.usher.broker.core.SempFault;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.entitlements.semp.SempSubscriptions;
import dev.usher.entitlements.smf.ManagerSession;
import dev.usher.entitlements.smf.ManagerSubscriptions;
import dev.usher.semp.MqttSessionId;
import dev.usher.semp.MqttSessionSubscription;
import dev.usher.semp.VirtualRouter;
import dev.usher.topics.TopicFilter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Management of MQTT sessions. */
@ParameterizedClass
@EnumSource(BrokerKind.class)
class SempGatewayIT extends GatewayContract {

    @Override
    Subscriptions open() {
        return new SempSubscriptions(bench.vpn(), bench.lag());
    }

    @Override
    boolean reachesCleanSessions() {
        return brokerKind.switches().cleanSessionsInConfig();
    }

    @Override
    boolean removesTheClientsOwn() {
        return true;
    }

    @Override
    boolean removesTheOthers() {
        return brokerKind.switches().oboAddsInSessions();
    }

    @Override
    void addByTheOther(Connection client, TopicFilter filter) {
        Subscriptions manager = new ManagerSubscriptions(
                bench.vertx(), bench.manager("manager", ManagerSession.Duty.SUBSCRIBE), Duration.ofSeconds(5));
        assertThat(get(manager.add(client, filter))).isEqualTo(new Outcome.Done());
    }

    private static String encoded(TopicFilter filter) {
        return filter.toMqtt().replace("/", "%2F").replace("+", "%2B").replace("#", "%23");
    }

    @Override
    void swallow(Connection client, TopicFilter filter) {
        bench.broker().faults().semp(SempFault.swallow().forPath("/subscriptions/" + encoded(filter)));
    }

    @Override
    void cut(TopicFilter filter) {
        bench.broker().faults().semp(SempFault.applyAndCut().forPath("/subscriptions/" + encoded(filter)));
    }

    @Override
    void delay(TopicFilter filter) {
        bench.broker()
                .faults()
                .semp(SempFault.delay(Duration.ofMillis(200)).forPath("/subscriptions/" + encoded(filter)));
    }

    private static MqttSessionId id(String clientId) {
        return new MqttSessionId(clientId, VirtualRouter.PRIMARY);
    }

    @Test
    void aCleanSessionThatIsNotConfiguredIsRefusedWithTheWayOut() {
        assumeThat(brokerKind.switches().cleanSessionsInConfig()).isFalse();
        bench.mqtt("alice", "clean", true);
        Connection client = bench.connection("mqtt", "clean");

        assertThat(add(client, NASDAQ))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("clean", "injection: smf", "durable"));
        assertThat(get(gateway.remove(client, new ObservedSubscription("US/NASDAQ/>", NASDAQ))))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void nothingIsStoredForAClientThatIsAway() {
        bench.mqtt("alice", "desk", false);

        add(bench.connection("mqtt", "desk"), NASDAQ);

        assertThat(get(bench.vpn().config().mqttSubscriptions(id("desk"))))
                .containsExactly(new MqttSessionSubscription("US/NASDAQ/+/#", 0));
    }

    @Test
    void whatTheClientSpelledInItsOwnWayIsRemoved() {
        MqttTarget target = bench.mqtt("bob", "desk", false);
        Connection client = bench.connection("mqtt", "desk");
        target.subscribe("+/#", 0);
        target.subscribe("EU/+", 1);

        bench.held(client)
                .forEach(entry -> assertThat(get(gateway.remove(client, entry))).isEqualTo(new Outcome.Done()));

        assertThat(get(bench.vpn().config().mqttSubscriptions(id("desk")))).isEmpty();
    }

    @Test
    void whoeverTakesTheClientIdIsGivenNothingAndLosesWhatAnotherWasToHave() {
        MqttTarget former = bench.mqtt("alice", "desk", reachesCleanSessions());
        Connection alice = bench.connection("mqtt", "desk");
        former.close();
        bench.awaitGone(alice);
        assumeThat(reachesCleanSessions())
                .as("another user may take the client id")
                .isTrue();
        bench.mqtt("bob", "desk", true);
        Connection bob = bench.connection("mqtt", "desk");

        assertThat(add(alice, NASDAQ)).isEqualTo(new Outcome.ClientGone());
        assertThat(bench.held(bob)).isEmpty();

        // As if it had gone out before and arrived late.
        get(bench.vpn().config().putMqttSubscription(id("desk"), new MqttSessionSubscription("US/NASDAQ/+/#", 0)));
        assertThat(get(gateway.remove(alice, new ObservedSubscription("US/NASDAQ/>", NASDAQ))))
                .isEqualTo(new Outcome.Done());
        assertThat(bench.held(bob)).isEmpty();
    }

    /** Also while management still shows the client that left. */
    @Test
    void whatIsRemovedFromAClientThatJustLeftIsNotThereAnyMore() {
        MqttTarget target = bench.mqtt("alice", "desk", false);
        Connection client = bench.connection("mqtt", "desk");
        add(client, NASDAQ);
        ObservedSubscription entry = bench.held(client).get(0);
        target.close();
        bench.awaitGone(client);

        Outcome outcome = get(gateway.remove(client, entry));

        if (outcome instanceof Outcome.Done) {
            assertThat(get(bench.vpn().config().mqttSubscriptions(id("desk")))).isEmpty();
        } else {
            assertThat(outcome).isEqualTo(new Outcome.ClientGone());
        }
    }

    @Test
    void aClientThatIsNotShownYetIsAddedToAllTheSame() {
        get(bench.view().roster(Urgency.PROVE));
        bench.mqtt("alice", "desk", false);
        String name = bench.broker().clients().stream()
                .map(Client::name)
                .filter(n -> n.startsWith("#mqtt/desk/"))
                .findFirst()
                .orElseThrow();

        assertThat(add(new Connection(name, "alice", "", 0, "fence"), NASDAQ)).isEqualTo(new Outcome.Done());

        assertThat(bench.broker().subscriptionsOf(name)).isNotEmpty();
    }

    @Test
    void aSessionThatBelongsToAnotherIsNotAddedTo() {
        assumeThat(brokerKind.switches().durableSessionAcrossUsernames()).isTrue();
        bench.mqtt("bob", "desk", false).close();
        bench.mqtt("alice", "desk", false);
        Connection alice = bench.connection("mqtt", "desk");
        assertThat(alice.clientUsername()).isEqualTo("alice");

        assertThat(add(alice, NASDAQ))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("belongs to client username 'bob'"));
    }

    @Test
    void aRefusalOfTheBrokerIsARefusal() {
        bench.mqtt("alice", "desk", false);
        bench.broker().faults().semp(SempFault.refuse(400, 89, "not now").forMethod("PUT"));

        assertThat(add(bench.connection("mqtt", "desk"), NASDAQ))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("not now"));
    }
}
