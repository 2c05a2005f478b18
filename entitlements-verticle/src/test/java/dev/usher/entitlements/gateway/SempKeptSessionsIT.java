package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.core.SempFault;
import dev.usher.entitlements.core.KeptSession;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.KeptSessions;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.entitlements.semp.SempKeptSessions;
import dev.usher.topics.TopicFilter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the broker keeps for clients that are away is found, emptied and ended. */
@ParameterizedClass
@EnumSource(BrokerKind.class)
class SempKeptSessionsIT {
    @Parameter
    BrokerKind brokerKind;

    private Bench bench;
    private KeptSessions kept;

    @BeforeEach
    void open() {
        bench = new Bench(brokerKind);
        kept = new SempKeptSessions(bench.vpn(), bench.lag());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<KeptSession> of(String username) {
        return get(bench.view().caughtUp().compose(caughtUp -> kept.of(username, Urgency.PROVE)));
    }

    private void awaitAway() {
        await().until(() ->
                bench.broker().clients().stream().noneMatch(c -> c.name().startsWith("#mqtt/")));
    }

    private static KeptSession.Entry entry(String mqtt, int qos) {
        return new KeptSession.Entry(new ObservedSubscription(mqtt, TopicFilter.parseObserved(mqtt, true)), qos);
    }

    @Test
    void aSessionIsFoundWithWhatItHoldsItsClientBeingAwayOrThere() {
        MqttTarget bob = bench.mqtt("bob", "desk", false);
        bob.subscribe("US/NASDAQ/+/#", 0);
        KeptSession session = new KeptSession("desk", "primary", List.of(entry("US/NASDAQ/+/#", 0)), 0);

        assertThat(of("bob")).containsExactly(session);
        assertThat(session.stores()).isFalse();
        bob.close();
        awaitAway();

        assertThat(of("bob")).containsExactly(session);
        assertThat(of("alice")).isEmpty();
    }

    @Test
    void whatIsStoredIsCounted() {
        MqttTarget bob = bench.mqtt("bob", "desk", false);
        bob.subscribe("orders/+", 1);
        bob.close();
        awaitAway();
        MqttTarget feed = bench.mqtt("feed", "feed", true);
        feed.publish("orders/1", "x");
        feed.publish("orders/2", "y");

        await().untilAsserted(() -> assertThat(of("bob"))
                .containsExactly(new KeptSession("desk", "primary", List.of(entry("orders/+", 1)), 2)));
        assertThat(of("bob").get(0).stores()).isTrue();
    }

    @Test
    void cleanSessionsAreNotKept() {
        bench.mqtt("bob", "desk", true).subscribe("a", 0);

        assertThat(of("bob")).isEmpty();
    }

    @Test
    void allSessionsAndAllTheirSubscriptionsAreListed() {
        for (int i = 0; i < 7; i++) {
            MqttTarget bob = bench.mqtt("bob", "desk" + i, false);
            int sessions = i;
            IntStream.range(0, i == 3 ? 130 : 1).forEach(n -> bob.subscribe("US/" + sessions + "/" + n, 0));
            bob.close();
        }

        assertThat(of("bob")).extracting(KeptSession::clientId).hasSize(7).doesNotHaveDuplicates();
        assertThat(of("bob"))
                .extracting(session -> session.subscriptions().size())
                .contains(130, 1);
    }

    @Test
    void aSubscriptionIsRemovedFromASessionWhoseClientIsAway() {
        MqttTarget bob = bench.mqtt("bob", "desk", false);
        bob.subscribe("+/#", 0);
        bob.subscribe("US/NASDAQ/+/#", 0);
        bob.close();
        awaitAway();
        KeptSession session = of("bob").get(0);

        assertThat(get(kept.remove(session, entry("+/#", 0).subscription()))).isEqualTo(new Outcome.Done());
        assertThat(of("bob").get(0).subscriptions()).containsExactly(entry("US/NASDAQ/+/#", 0));

        assertThat(get(kept.remove(session, new ObservedSubscription("US/NASDAQ/>", TopicFilter.parse("US/NASDAQ/>")))))
                .isEqualTo(new Outcome.Done());
        assertThat(of("bob").get(0).subscriptions()).isEmpty();
        assertThat(get(kept.remove(session, entry("+/#", 0).subscription()))).isEqualTo(new Outcome.Done());
    }

    @Test
    void aSessionIsDeletedWithItsClientAndItsMessages() {
        MqttTarget bob = bench.mqtt("bob", "desk", false);
        bob.subscribe("orders/+", 1);
        KeptSession session = of("bob").get(0);

        assertThat(get(kept.delete(session))).isEqualTo(new Outcome.Done());

        awaitAway();
        assertThat(of("bob")).isEmpty();
        assertThat(get(kept.delete(session))).as("gone counts as done").isEqualTo(new Outcome.Done());
        assertThat(get(kept.remove(session, entry("orders/+", 1).subscription())))
                .isEqualTo(new Outcome.Done());
    }

    @Test
    void aShutDownThatIsNotAnsweredIsFollowedByTheDeletion() {
        bench.mqtt("bob", "desk", false).subscribe("orders/+", 1);
        KeptSession session = of("bob").get(0);
        bench.broker().faults().semp(SempFault.applyAndCut().forMethod("PATCH"));

        assertThat(get(kept.delete(session))).isEqualTo(new Outcome.Done());

        assertThat(of("bob")).isEmpty();
    }

    @Test
    void whatTheBrokerRefusesOrDoesNotAnswerIsNotDone() {
        bench.mqtt("bob", "desk", false).subscribe("orders/+", 1);
        KeptSession session = of("bob").get(0);
        bench.broker()
                .faults()
                .semp(SempFault.refuse(400, 89, "no").forMethod("DELETE").times(2));

        assertThat(get(kept.delete(session))).isInstanceOf(Outcome.Refused.class);
        assertThat(get(kept.remove(session, entry("orders/+", 1).subscription())))
                .isInstanceOf(Outcome.Refused.class);

        bench.broker().faults().semp(SempFault.cut().forMethod("DELETE"));
        assertThat(get(kept.delete(session))).isInstanceOf(Outcome.Unknown.class);
        assertThat(get(kept.remove(session, entry("orders/+", 1).subscription())))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aListThatCannotBeReadToItsEndIsNone() {
        bench.mqtt("bob", "desk", false).subscribe("orders/+", 1);
        bench.broker().faults().semp(SempFault.refuse(400, 2, "no").forPath("/subscriptions"));

        assertThatThrownBy(() -> of("bob")).isInstanceOf(BrokerUnavailableException.class);
    }
}
