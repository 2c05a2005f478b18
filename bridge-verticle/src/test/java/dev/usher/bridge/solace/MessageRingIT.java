package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.User_Cos;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.InboundRecord.Header;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.TestEvents;
import dev.usher.bridge.core.UserProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.FlowFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.Message;
import dev.usher.broker.junit.TestBroker;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a subscriber with JCSMP sees of an event. */
final class MessageRingIT extends PublisherSetup {

    @TestBroker
    static final EmbeddedBroker broker = EmbeddedBroker.builder().start();

    private final List<BytesXMLMessage> received = new CopyOnWriteArrayList<>();
    private JCSMPSession reader;

    @BeforeEach
    void subscribe() throws Exception {
        reader = JCSMPFactory.onlyInstance()
                .createSession(new SolaceConnection(broker.smfHost(), broker.vpn(), "reader", Secret.of("any"))
                        .toProperties());
        reader.connect();
        XMLMessageConsumer consumer = reader.getMessageConsumer(new XMLMessageListener() {
            @Override
            public void onReceive(BytesXMLMessage message) {
                received.add(message);
            }

            @Override
            public void onException(JCSMPException cause) {
                // The test sees what is missing.
            }
        });
        reader.addSubscription(JCSMPFactory.onlyInstance().createTopic("t/>"), true);
        consumer.start();
        startAndConnect(broker, BY_JCSMP);
    }

    @AfterEach
    void leave() {
        reader.closeSession();
    }

    @Test
    void placeKeyHeadersAndTheRoutesOwnPropertiesAreThere() throws Exception {
        byte[] binary = {0, 1, -1};
        List<Header> headers = List.of(
                new Header("trace", utf8("old")),
                new Header("trace", utf8("né€")),
                new Header("raw", binary),
                new Header("none", null));
        String longText = "x".repeat(300);
        SDTMap properties =
                sent(utf8("key"), headers, new UserProperties(List.of("symbol", "missing", "long"), new String[] {
                    "AAPL", null, longText
                }));

        assertThat(properties.keySet())
                .containsExactlyInAnyOrder(
                        "k_topic",
                        "k_partition",
                        "k_offset",
                        "k_timestamp",
                        "k_key",
                        "k_header.trace",
                        "k_header.raw",
                        "k_route",
                        "symbol",
                        "long");
        assertThat(properties.get("k_topic")).isEqualTo("PRICES");
        assertThat(properties.get("k_partition")).isEqualTo(3);
        assertThat(properties.get("k_offset")).isEqualTo(1L << 40);
        assertThat(properties.get("k_timestamp")).isEqualTo(-1L);
        assertThat(properties.get("k_key")).isEqualTo("key");
        assertThat(properties.get("k_header.trace")).isEqualTo("né€");
        assertThat(properties.getBytes("k_header.raw")).isEqualTo(binary);
        assertThat(properties.get("symbol")).isEqualTo("AAPL");
        assertThat(properties.get("long")).isEqualTo(longText);
        assertThat(((BytesMessage) received.get(0)).getData()).isEqualTo(utf8("payload"));
    }

    @ParameterizedTest
    @EnumSource(Bytes.class)
    void aKeyThatIsNoTextTravelsAsBytes(Bytes key) throws Exception {
        assertThat(sent(key.value, List.of(), UserProperties.NONE).getBytes("k_key"))
                .isEqualTo(key.value);
    }

    enum Bytes {
        NOT_UTF8((byte) 0xc3, (byte) 0x28),
        WITH_NUL((byte) 'a', (byte) 0),
        CUT_OFF((byte) 0xe2, (byte) 0x82);

        private final byte[] value;

        Bytes(byte... value) {
            this.value = value;
        }
    }

    private SDTMap sent(byte[] key, List<Header> headers, UserProperties own) {
        TestEvents events = new TestEvents(Delivery.direct(true, RecordProperties.ALL));
        PartitionId partition = new PartitionId("PRICES", 3);
        InboundRecord record = new InboundRecord(partition, 1L << 40, -1, key, utf8("payload"), headers);
        assertThat(publisher.offer(List.of(events.of(record, own)))).isTrue();
        await().until(() -> received.size() == 1);
        return received.get(0).getProperties();
    }

    @ParameterizedTest
    @EnumSource(Delivery.Mode.class)
    void timeToLiveAndClassOfServiceGoWithBothDeliveryModes(Delivery.Mode mode) {
        offer(
                new TestEvents(new Delivery(
                        mode, Delivery.Ordering.PIPELINED, false, Duration.ofSeconds(7), 3, RecordProperties.NONE)),
                1);

        await().until(() -> received.size() == 1);
        assertThat(received.get(0).getTimeToLive()).isEqualTo(7000);
        assertThat(received.get(0).getCos()).isEqualTo(User_Cos.USER_COS_3);
        assertThat(received.get(0).getProperties()).isNull();
    }

    @Test
    void aRecordWithoutPayloadIsAnEmptyMessage() {
        InboundRecord tombstone = new InboundRecord(new PartitionId("PRICES", 0), 0, 0, null, null, List.of());
        assertThat(publisher.offer(List.of(new TestEvents(GUARANTEED).of(tombstone, UserProperties.NONE))))
                .isTrue();

        await().until(() -> received.size() == 1 && answers.size() == 1);
        assertThat(received.get(0).getAttachmentContentLength()).isZero();
        assertThat(answered("Accepted")).containsExactly("t/x");
    }

    @Test
    void whatJcsmpSendsAgainIsWhatWasSentThoughItsMessageWasFilledAnew() {
        broker.faults().arm(GuaranteedFault.withholdAcks());
        broker.faults().arm(FlowFault.forget().times(1));
        offer(new TestEvents(GUARANTEED), 250);
        await().until(() -> accepted(broker).size() == 250);

        broker.faults().cutAll();

        await().until(() -> accepted(broker).size() == 500);
        List<Message> again = broker.received("t/>").subList(250, 500);
        for (int i = 0; i < again.size(); i++) {
            assertThat(again.get(i).topic()).isEqualTo("t/" + i);
            assertThat(again.get(i).payload()).isEqualTo(utf8("{\"s\":\"S" + i + "\"}"));
            assertThat(again.get(i).userProperties()).containsEntry("k_offset", (long) i);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
