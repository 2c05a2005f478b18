package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Destination;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MessageBody;
import java.util.LinkedHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever one JCSMP client says, another one and the broker's journal tell the same. */
class SmfFidelityIT {

    private static final String TOPIC = "fidelity/of/messages";

    /** JCSMP takes no longer time to live. */
    private static final long TEN_YEARS_MILLIS = 315_360_000_000L;

    private static EmbeddedBroker broker;
    private static JcsmpClient publisher;
    private static JcsmpClient subscriber;

    @BeforeContainer
    static void start() throws JCSMPException {
        broker = EmbeddedBroker.builder().user("a", "a").user("b", "b").start();
        publisher = JcsmpClient.connect(broker, "a", "a", "publisher");
        subscriber = JcsmpClient.connect(broker, "b", "b", "subscriber").subscribe(TOPIC);
    }

    @AfterContainer
    static void stop() {
        publisher.close();
        subscriber.close();
        broker.close();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void everythingArrivesAsItWasPublished(@ForAll("samples") Sample sample) throws Exception {
        broker.forgetReceived();
        publisher.producer().send(sample.toJcsmp(), JCSMPFactory.onlyInstance().createTopic(TOPIC));
        BytesXMLMessage received = subscriber.next();
        assertThat(Sample.received(received, sample.persistent()))
                .usingRecursiveComparison()
                .isEqualTo(sample);
        assertThat(received.getDeliveryMode()).isEqualTo(DeliveryMode.DIRECT);
        assertThat(received.getDestination().getName()).isEqualTo(TOPIC);

        Message told = broker.received(TOPIC).get(0);
        assertThat(Sample.received(told)).usingRecursiveComparison().isEqualTo(sample);
    }

    @Provide
    Arbitrary<Sample> samples() {
        Arbitrary<String> texts = texts(20).injectNull(0.5);
        return Builders.withBuilder(() -> new Object[19])
                .use(bodies())
                .in((parts, body) -> {
                    parts[0] = body.type();
                    parts[1] = body.value();
                    return parts;
                })
                .use(maps(values(2)))
                .in((parts, value) -> with(parts, 2, value))
                .use(Arbitraries.of(true, false))
                .in((parts, value) -> with(parts, 3, value))
                .use(Arbitraries.integers().between(1, 3))
                .in((parts, value) -> with(parts, 4, value))
                .use(Arbitraries.of(true, false))
                .in((parts, value) -> with(parts, 5, value))
                .use(Arbitraries.of(true, false))
                .in((parts, value) -> with(parts, 6, value))
                .use(Arbitraries.integers().between(0, 255))
                .in((parts, value) -> with(parts, 7, value))
                .use(Arbitraries.longs().between(0, TEN_YEARS_MILLIS))
                .in((parts, value) -> with(parts, 8, value))
                .use(Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(36))
                .in((parts, value) -> with(parts, 9, value))
                .use(texts)
                .in((parts, value) -> with(parts, 10, value))
                .use(texts)
                .in((parts, value) -> with(parts, 11, value))
                .use(texts)
                .in((parts, value) -> with(parts, 12, value))
                .use(texts)
                .in((parts, value) -> with(parts, 13, value))
                .use(Arbitraries.longs().between(-1, Long.MAX_VALUE))
                .in((parts, value) -> with(parts, 14, value))
                .use(Arbitraries.longs().between(-1, Long.MAX_VALUE))
                .in((parts, value) -> with(parts, 15, value))
                .use(destinations().injectNull(0.5))
                .in((parts, value) -> with(parts, 16, value))
                .use(texts)
                .in((parts, value) -> with(parts, 17, value))
                .use(Arbitraries.of(true, false))
                .in((parts, value) -> with(parts, 18, value))
                .build(SmfFidelityIT::sample);
    }

    private static Object[] with(Object[] parts, int at, Object value) {
        parts[at] = value;
        return parts;
    }

    @SuppressWarnings("unchecked")
    private static Sample sample(Object[] p) {
        return new Sample(
                (MessageBody.Type) p[0],
                p[1],
                (LinkedHashMap<String, Object>) p[2],
                (boolean) p[3],
                (int) p[4],
                (boolean) p[5],
                (boolean) p[6],
                (int) p[7],
                (long) p[8],
                (byte[]) p[9],
                (String) p[10],
                (String) p[11],
                (String) p[12],
                (String) p[13],
                (long) p[14],
                (long) p[15],
                (Destination) p[16],
                (String) p[17],
                (boolean) p[18]);
    }

    private static Arbitrary<MessageBody> bodies() {
        return Arbitraries.oneOf(
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMinSize(1)
                        .ofMaxSize(3_000)
                        .map(v -> new MessageBody(MessageBody.Type.BYTES, v)),
                texts(3_000).map(v -> new MessageBody(MessageBody.Type.TEXT, v)),
                maps(values(3)).map(v -> new MessageBody(MessageBody.Type.MAP, v)),
                values(3).list().ofMaxSize(5).map(v -> new MessageBody(MessageBody.Type.STREAM, v)),
                texts(100).map(v -> new MessageBody(MessageBody.Type.XML, "<x>" + v + "</x>")));
    }

    /** What JCSMP can write, containers in containers included. */
    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.just((Object) null),
                Arbitraries.of(true, false).map(v -> v),
                Arbitraries.bytes().map(v -> v),
                Arbitraries.shorts().map(v -> v),
                Arbitraries.integers().map(v -> v),
                Arbitraries.longs().map(v -> v),
                Arbitraries.floats().map(v -> v),
                Arbitraries.doubles().map(v -> v),
                Arbitraries.chars().map(v -> v),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(v -> v),
                texts(300).map(v -> v),
                destinations().map(v -> v));
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner,
                        inner.list().ofMaxSize(3).map(v -> v),
                        maps(inner).map(v -> v)),
                0,
                depth);
    }

    private static Arbitrary<LinkedHashMap<String, Object>> maps(Arbitrary<Object> values) {
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12), values)
                .ofMaxSize(5)
                .map(LinkedHashMap::new);
    }

    private static Arbitrary<Destination> destinations() {
        Arbitrary<String> names = Arbitraries.of("reply/here", "a", "käse/€", "x/y/z");
        return Arbitraries.oneOf(names.map(Destination::topic), names.map(Destination::queue));
    }

    private static Arbitrary<String> texts(int max) {
        return Arbitraries.strings()
                .withCharRange(' ', '\ud7ff')
                .withCharRange('\ue000', '\ufffd')
                .ofMinLength(1)
                .ofMaxLength(max);
    }
}
