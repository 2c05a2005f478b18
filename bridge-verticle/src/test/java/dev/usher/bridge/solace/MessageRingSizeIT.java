package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.InboundRecord.Header;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.TestEvents;
import dev.usher.bridge.core.UserProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.junit.TestBroker;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which messages JCSMP and the broker take, byte by byte around the limit, and which the bridge says they would. */
final class MessageRingSizeIT implements JCSMPStreamingPublishCorrelatingEventHandler {

    private static final int LIMIT = 100_000;
    private static final int AROUND = 12;

    @TestBroker
    final EmbeddedBroker broker =
            EmbeddedBroker.builder().maxMessageSize(LIMIT, LIMIT).start();

    private final MessageRing ring = new MessageRing();
    private JCSMPSession session;
    private XMLMessageProducer producer;

    @BeforeEach
    void connect() throws Exception {
        session = JCSMPFactory.onlyInstance()
                .createSession(SolaceLink.tuned(
                        new SolaceConnection(broker.smfHost(), broker.vpn(), "bridge", Secret.of("any"))
                                .toProperties()));
        session.connect();
    }

    @AfterEach
    void close() {
        session.closeSession();
    }

    static Stream<Kind> kinds() {
        return Stream.of(Delivery.Mode.values())
                .flatMap(mode -> Stream.of(RecordProperties.NONE, RecordProperties.DEFAULT, RecordProperties.ALL)
                        .flatMap(properties ->
                                Stream.of(delivery(mode, properties, false), delivery(mode, properties, true))))
                .flatMap(delivery -> delivery.properties().headers()
                        ? Stream.of(new Kind(delivery, 10), new Kind(delivery, 300), new Kind(delivery, 70_000))
                        : Stream.of(new Kind(delivery, 0)));
    }

    private static Delivery delivery(Delivery.Mode mode, RecordProperties properties, boolean more) {
        return new Delivery(
                mode,
                Delivery.Ordering.PIPELINED,
                more && mode == Delivery.Mode.DIRECT,
                more ? Duration.ofSeconds(100) : Duration.ZERO,
                more ? 3 : 1,
                properties);
    }

    /** @param header bytes of a header */
    record Kind(Delivery delivery, int header) {
        OutboundEvent event(int payload) {
            List<Header> headers = List.of(new Header("h", new byte[header]));
            InboundRecord record = new InboundRecord(
                    new PartitionId("PRICES", 0),
                    7,
                    1,
                    "key".getBytes(StandardCharsets.UTF_8),
                    new byte[payload],
                    headers);
            return new TestEvents(delivery).of(record, UserProperties.NONE);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsSaidToFitIsTakenAndNothingElse(Kind kind) throws Exception {
        int exactly = LIMIT - ring.fill(0, kind.event(0));
        List<Integer> fit = new ArrayList<>();
        for (int payload = exactly - AROUND; payload <= exactly + AROUND; payload++) {
            if (ring.fill(0, kind.event(payload)) <= LIMIT) {
                fit.add(payload);
            }
            send();
        }
        ring.fill(0, kind.event(1));
        send();
        PublisherSetup.await().until(() -> taken().contains(1));

        assertThat(fit)
                .isEqualTo(
                        IntStream.rangeClosed(exactly - AROUND, exactly).boxed().toList());
        assertThat(taken())
                .containsExactlyElementsOf(
                        Stream.concat(fit.stream(), Stream.of(1)).toList());
    }

    private void send() throws JCSMPException {
        if (producer == null || producer.isClosed()) {
            producer = session.getMessageProducer(this);
        }
        try {
            ring.send(producer, 1);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("size exceeded");
        }
    }

    private List<Integer> taken() {
        return broker.received("t/>").stream()
                .map(message -> message.payload().length)
                .toList();
    }

    @Override
    public void responseReceivedEx(Object key) {}

    @Override
    public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {}
}
