package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.TestEvents;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.FlowFault;
import dev.usher.broker.junit.TestBroker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JCSMP may close its producer over a session that stays up. */
@Timeout(60)
final class ClosedProducerIT extends PublisherSetup {

    private static final String PROFILE = "feed";

    @TestBroker
    final EmbeddedBroker broker = EmbeddedBroker.builder()
            .clientProfile(ClientProfile.created(PROFILE).withGuaranteedSend(true))
            .user(user -> user.name("bridge").password("any").clientProfile(PROFILE))
            .start();

    private final TestEvents events = new TestEvents(GUARANTEED);

    @Test
    void guaranteedEventsWaitUntilTheClientProfileAllowsThem() {
        allow(false);
        startAndConnect(broker, BY_JCSMP);
        offer(events, 100);

        await().until(() -> link.problem().orElse("").contains("allowGuaranteedMsgSendEnabled"));
        await().until(() -> link.reconnects() >= 2);
        assertThat(link.problem().orElse("")).contains("allowGuaranteedMsgSendEnabled");
        assertThat(answers).isEmpty();

        allow(true);
        await().until(() -> answers.size() == 100);
        assertThat(answered("Accepted")).isEqualTo(topics(0, 100));
        assertThat(accepted(broker)).isEqualTo(topics(0, 100));
        await().until(() -> link.problem().isEmpty());
    }

    private void allow(boolean allowed) {
        broker.configuration().clientProfiles().update(PROFILE, profile -> profile.withGuaranteedSend(allowed));
    }

    @Test
    void aFlowThatTheBrokerClosesIsReplacedAndEachEventAnswered() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(FlowFault.close().after(400).times(1));
        offer(events, 1000);

        await().until(() -> answers.size() == 1000);
        assertThat(answers).extracting(Answer::topic).isEqualTo(topics(0, 1000));
        List<String> unknown = answered("Unknown");
        assertThat(unknown).isNotEmpty().hasSizeLessThanOrEqualTo(Sender.WINDOW);
        assertThat(accepted(broker)).doesNotHaveDuplicates();
        assertThat(Stream.concat(accepted(broker).stream(), unknown.stream())).containsAll(topics(0, 1000));
        await().until(() -> link.problem().isEmpty());
        assertThat(link.reconnects()).isEqualTo(1);
    }

    @Test
    void aFlowThatIsClosedWhileNothingIsSentIsReplacedAhead() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(FlowFault.close().times(1));
        offer(events, 1);

        await().until(() -> link.reconnects() == 1 && link.problem().isEmpty());
        assertThat(answered("Unknown")).containsExactly("t/0");
        offer(events, 5);
        await().until(() -> answers.size() == 6);
        assertThat(accepted(broker)).isEqualTo(topics(1, 6));
    }
}
