package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.OboFault;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.semp.SempSubscriptions;
import dev.usher.entitlements.smf.ManagerSession;
import dev.usher.entitlements.smf.ManagerSubscriptions;
import dev.usher.topics.TopicFilter;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The subscription manager. */
@ParameterizedClass
@EnumSource(BrokerKind.class)
class SmfGatewayIT extends GatewayContract {

    private ManagerSubscriptions manager(Duration timeout) {
        return new ManagerSubscriptions(
                bench.vertx(), bench.manager("manager", ManagerSession.Duty.SUBSCRIBE), timeout);
    }

    @Override
    Subscriptions open() {
        return manager(Duration.ofMillis(700));
    }

    @Override
    boolean reachesCleanSessions() {
        return true;
    }

    @Override
    boolean removesTheClientsOwn() {
        return brokerKind.switches().oboRemovesForeign();
    }

    @Override
    boolean removesTheOthers() {
        return brokerKind.switches().oboRemovesForeign();
    }

    @Override
    void addByTheOther(Connection client, TopicFilter filter) {
        Subscriptions other =
                client.isMqtt() ? new SempSubscriptions(bench.vpn(), bench.lag()) : manager(Duration.ofSeconds(5));
        assertThat(get(other.add(client, filter))).isEqualTo(new Outcome.Done());
    }

    private static String spelt(Connection client, TopicFilter filter) {
        return client.isMqtt() ? filter.toOnBehalfOfMqtt() : filter.toSmf();
    }

    @Override
    void swallow(Connection client, TopicFilter filter) {
        bench.broker().faults().obo(OboFault.swallow().forFilter(spelt(client, filter)));
    }

    @Override
    void cut(TopicFilter filter) {
        bench.broker().faults().obo(OboFault.applyAndCut().times(1));
    }

    /** One session carries all requests, in order: there is nothing to be overtaken by. */
    @Override
    void delay(TopicFilter filter) {}
}
