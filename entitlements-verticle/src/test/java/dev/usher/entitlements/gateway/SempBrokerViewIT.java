package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.ClientProfile;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.SubscriptionLimits;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.entitlements.semp.SempBrokerView;
import dev.usher.entitlements.smf.ManagerSession;
import dev.usher.topics.TopicFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read is the truth, or not answered. */
@ParameterizedClass
@EnumSource(BrokerKind.class)
class SempBrokerViewIT {
    @Parameter
    BrokerKind brokerKind;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(brokerKind);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theLimitsAreThoseOfTheClientProfileAndOfTheMessageVpn() {
        bench.broker()
                .configuration()
                .clientProfiles()
                .put(ClientProfile.created("bronze").withMaxSubscriptionCount(50));
        bench.broker().configuration().updateSettings(s -> s.withMaxSubscriptionCount(4000));

        SubscriptionLimits limits = get(bench.view().limits("bronze", Urgency.GRANT));

        assertThat(limits).isEqualTo(new SubscriptionLimits(50, 4000));
        assertThat(limits.usablePerClient()).isEqualTo(40);
        assertThat(get(bench.view().limits("default", Urgency.GRANT)).perClient())
                .isEqualTo(500_000);
    }

    @Test
    void limitsThatCannotBeReadAreNotGuessedAndAskedForAgain() {
        assertThatThrownBy(() -> get(bench.view().limits("bronze", Urgency.GRANT)))
                .isInstanceOf(BrokerUnavailableException.class);
        bench.broker().configuration().clientProfiles().put(ClientProfile.created("bronze"));

        assertThat(get(bench.view().limits("bronze", Urgency.GRANT)).perClient())
                .isEqualTo(500_000);
    }

    @Test
    void aManagerThatIsNoSubscriptionManagerShowsThatTheBrokerIsLive() {
        SempBrokerView view = new SempBrokerView(bench.vpn(), bench.lag(), "watcher");
        assertThatThrownBy(() -> get(view.requireLive(Urgency.REVOKE)))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("watcher");

        bench.manager("watcher", ManagerSession.Duty.WATCH);

        get(view.caughtUp().compose(caughtUp -> view.requireLive(Urgency.REVOKE)));
    }

    @Test
    void whatAnMqttClientHoldsIsShownOnce() {
        MqttTarget bob = bench.mqtt("bob", "desk", false);
        bob.subscribe("US/NASDAQ/+/#", 0);
        bob.subscribe("a/b", 1);
        Connection client = bench.connection("mqtt", "desk");

        assertThat(bench.held(client))
                .extracting(ObservedSubscription::filter)
                .containsExactlyInAnyOrder(TopicFilter.parse("US/NASDAQ/>"), TopicFilter.parse("a/b"));
    }
}
