package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.TestEvents;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.junit.TestBroker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way a broker refuses a guaranteed message, as JCSMP tells it. */
final class NacksIT extends PublisherSetup {

    @TestBroker
    static final EmbeddedBroker broker = EmbeddedBroker.builder().start();

    @ParameterizedTest
    @CsvSource({
        "400, Document Is Too Large, MESSAGE_TOO_LARGE",
        "400, Message Too Long, MESSAGE_TOO_LARGE",
        "400, Topic Parse Error, PUBLISH_REJECTED",
        "403, Publish ACL Denied, PUBLISH_REJECTED",
        "400, Queue Not Found, PUBLISH_REJECTED",
        "503, No Subscription Match, PUBLISH_REJECTED",
        "400, Something Else, PUBLISH_REJECTED",
        "403, Something Else, PUBLISH_REJECTED",
        "503, Spool Over Quota,",
        "503, Queue Shutdown,",
        "503, Max Message Usage Exceeded,",
        "503, Low Priority Msg Congestion,",
        "503, Replication Is Standby,",
        "503, Something Else,",
        "500, Something Else,",
        "404, Something Else,",
    })
    void aRefusalIsForGoodOrForNow(int code, String text, Reason forGood) {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(GuaranteedFault.nack(code, text).after(1).times(1));

        offer(new TestEvents(GUARANTEED), 3);

        await().until(() -> answers.size() == 3);
        assertThat(answers).extracting(Answer::topic).containsExactly("t/0", "t/1", "t/2");
        assertThat(answers).element(0).extracting(Answer::kind).isEqualTo("Accepted");
        assertThat(answers).element(2).extracting(Answer::kind).isEqualTo("Accepted");
        String detail = "the broker refused it: " + code + " " + text;
        assertThat(answers.get(1).outcome())
                .isEqualTo(
                        forGood == null
                                ? new PublishOutcome.Postponed(detail)
                                : new PublishOutcome.Rejected(forGood, detail));
        assertThat(accepted(broker)).containsExactly("t/0", "t/2");
    }
}
