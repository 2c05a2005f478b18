package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.Message;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes between a guaranteed publisher and the broker, byte by byte where no library would do it. */
class SmfGuaranteedIT {

    /** What the broker says of a flow: an answer, or an acknowledgement. */
    record Said(int code, int version, int type, String flow, int window, long flowId, long id) {}

    private final Vertx vertx = Vertx.vertx();
    private EmbeddedBroker broker;
    private RawSmf client;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.builder()
                .clientProfile(ClientProfile.created("direct-only"))
                .clientProfile(ClientProfile.builtIn("wants-to-know").withRejectOnNoSubscriptionMatch(true))
                .user("alice", "alice")
                .user("bob", "bob")
                .user(u -> u.name("direct").password("direct").clientProfile("direct-only"))
                .user(u -> u.name("curious").password("curious").clientProfile("wants-to-know"))
                .start();
        client = connect("alice", "publisher");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        broker.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private RawSmf connect(String username, String clientName) throws Exception {
        return RawSmf.open(vertx, broker.smfWebSocketUri()).loggedIn(username, clientName);
    }

    private static byte[] control(int version, int type, ByteWriter parameters) {
        byte[] body = parameters.toBytes();
        ByteWriter out = new ByteWriter(64).u8(0x80 | version);
        if (version >= 3) {
            out.u8(type).u32(6L + body.length).raw(body);
        } else {
            int words = (3 + body.length + 3) / 4;
            out.u8(type << 4).u8(words).raw(body).raw(new byte[4 * words - 3 - body.length]);
        }
        return SmfFrame.of(SmfFrame.ASSURED_CTRL, new byte[] {0x23, 0, 0, 9}, out.toBytes());
    }

    static byte[] open(int version, String flowName, int window) {
        byte[] name = new ByteWriter(16).string(flowName).toBytes();
        return control(
                version,
                AssuredMessages.OPEN_FLOW,
                new ByteWriter(64)
                        .u8(0x0a)
                        .u8(2 + name.length)
                        .raw(name)
                        .u8(0x83)
                        .u8(3)
                        .u8(window));
    }

    private static byte[] resume(String flowName, long heardTo) {
        byte[] name = new ByteWriter(16).string(flowName).toBytes();
        return control(
                3,
                AssuredMessages.OPEN_FLOW,
                new ByteWriter(64)
                        .u8(0x0a)
                        .u8(2 + name.length)
                        .raw(name)
                        .u8(0x82)
                        .u8(10)
                        .u64(heardTo));
    }

    private static byte[] close(int version, long flowId) {
        return control(
                version,
                AssuredMessages.CLOSE_FLOW,
                new ByteWriter(8).u8(0x86).u8(6).u32(flowId));
    }

    private static byte[] message(long flowId, long id, long previous, String topic) {
        return message(flowId, id, previous, topic, "m" + id);
    }

    static byte[] message(long flowId, long id, long previous, String topic, String text) {
        byte[] name = new ByteWriter(16).string(topic).toBytes();
        byte[] parameters = new ByteWriter(64)
                .u8(0x98)
                .u8(2 + name.length)
                .raw(name)
                .u8(0x90)
                .u8(3)
                .u8(1)
                .u8(0x91)
                .u8(10)
                .u64(id)
                .u8(0x92)
                .u8(10)
                .u64(previous)
                .u8(0x17)
                .u8(6)
                .u32(flowId)
                .toBytes();
        byte[] frame = SmfFrame.of(SmfFrame.TR_MSG, parameters, text.getBytes(StandardCharsets.UTF_8));
        frame[0] |= SmfFrame.GUARANTEED;
        return frame;
    }

    private Said said() throws InterruptedException {
        return said(client);
    }

    static Said said(RawSmf by) throws InterruptedException {
        SmfFrame frame = by.next();
        assertThat(frame.protocol()).isEqualTo(SmfFrame.ASSURED_CTRL);
        ByteReader in = frame.parameters();
        int code = -1;
        while (in.hasMore()) {
            int first = in.u8();
            if ((first & 0x20) != 0) {
                in.skip(first & 3);
            } else {
                ByteReader value = in.slice(in.u8() - 2);
                code = first == 0x08 ? (int) value.u32() : code;
            }
        }
        AssuredMessages.Request body = AssuredMessages.parse(frame);
        return new Said(
                code, body.version(), body.type(), body.flowName(), body.window(), body.flowId(), body.lastAcked());
    }

    private void acknowledges(long id) throws InterruptedException {
        Said ack = said();
        assertThat(ack.type()).isEqualTo(AssuredMessages.ACK);
        assertThat(ack.code()).isEqualTo(200);
        assertThat(ack.id()).isEqualTo(id);
    }

    private void refuses(long id, int code) throws InterruptedException {
        Said nack = said();
        assertThat(nack.type()).isEqualTo(AssuredMessages.ACK);
        assertThat(nack.code()).isEqualTo(code);
        assertThat(nack.id()).isEqualTo(id);
    }

    private long opened() throws InterruptedException {
        client.send(open(3, "", 50));
        return said().flowId();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyVersionIsAnsweredInItself(int version) throws Exception {
        client.send(open(version, "", 17));
        Said opened = said();
        assertThat(opened.code()).isEqualTo(200);
        assertThat(opened.version()).isEqualTo(version);
        assertThat(opened.type()).isEqualTo(AssuredMessages.OPEN_FLOW);
        assertThat(opened.window()).isEqualTo(17);
        assertThat(opened.flow()).isNotEmpty();
        assertThat(opened.id()).isZero();

        client.send(message(opened.flowId(), 1, 0, "t"));
        Said ack = said();
        assertThat(ack).isEqualTo(new Said(200, version, AssuredMessages.ACK, "", 17, opened.flowId(), 1));

        client.send(close(version, opened.flowId()));
        Said closed = said();
        assertThat(closed.code()).isEqualTo(200);
        assertThat(closed.version()).isEqualTo(version);
        assertThat(closed.type()).isEqualTo(AssuredMessages.CLOSE_FLOW);
        assertThat(closed.flowId()).isEqualTo(opened.flowId());

        client.send(open(version, opened.flow(), 17));
        assertThat(said().code()).as("a closed flow cannot be resumed").isEqualTo(400);
    }

    @Test
    void aLostAcknowledgementTakesNoneBeforeItAlong() throws Exception {
        long flow = opened();
        ArmedFault lost = broker.faults().arm(GuaranteedFault.loseAck().after(1).times(1));
        client.send(message(flow, 1, 0, "t"), message(flow, 2, 1, "t"));
        acknowledges(1);
        client.send(RawSmf.keepAlive());
        assertThat(client.next().protocol()).as("nothing before it").isEqualTo(SmfFrame.KEEP_ALIVE);
        assertThat(lost.hits()).isEqualTo(1);
        client.send(message(flow, 2, 1, "t"));
        acknowledges(2);
        assertThat(broker.received("t")).hasSize(2);
    }

    @Test
    void aFaultIsSpentOnMessagesThatWouldHaveBeenTaken() throws Exception {
        long flow = opened();
        client.send(message(flow, 1, 0, "t"));
        acknowledges(1);
        ArmedFault nack = broker.faults().arm(GuaranteedFault.nack(503, "Full").times(1));
        client.send(message(flow, 1, 0, "t"), message(flow, 3, 2, "t"));
        acknowledges(1);
        assertThat(nack.hits()).isZero();
        client.send(message(flow, 2, 1, "t"));
        acknowledges(1);
        refuses(2, 503);
        assertThat(nack.hits()).isEqualTo(1);
    }

    @Test
    void aRefusalWaitsWithTheAcknowledgementsThatAreWithheld() throws Exception {
        long flow = opened();
        ArmedFault withheld = broker.faults().arm(GuaranteedFault.withholdAcks());
        broker.faults().arm(GuaranteedFault.nack(503, "Full").forTopic("bad"));
        client.send(message(flow, 1, 0, "t"), message(flow, 2, 1, "bad"), message(flow, 3, 2, "t"));
        client.send(RawSmf.keepAlive());
        assertThat(client.next().protocol()).as("nothing before it").isEqualTo(SmfFrame.KEEP_ALIVE);
        withheld.disarm();
        acknowledges(1);
        refuses(2, 503);
        acknowledges(3);
    }

    @Test
    void idsRiseButNotByOne() throws Exception {
        long flow = opened();
        client.send(message(flow, 3, 0, "t"), message(flow, 7, 3, "t"), message(flow, 8, 7, "t"));
        acknowledges(8);
        assertThat(broker.received("t")).hasSize(3);
    }

    @Test
    void whatIsSentAgainIsAcknowledgedAgainAndPublishedOnce() throws Exception {
        long flow = opened();
        client.send(message(flow, 1, 0, "t"));
        acknowledges(1);
        client.send(message(flow, 1, 0, "t"));
        acknowledges(1);
        client.send(message(flow, 2, 1, "t"));
        acknowledges(2);
        assertThat(broker.received("t")).hasSize(2);
    }

    @Test
    void afterAGapNothingIsTakenUntilItIsClosed() throws Exception {
        long flow = opened();
        client.send(message(flow, 1, 0, "t"));
        acknowledges(1);
        client.send(message(flow, 3, 2, "t"), message(flow, 4, 3, "t"));
        client.send(message(flow, 2, 1, "t"), message(flow, 3, 2, "t"));
        acknowledges(3);
        assertThat(broker.received("t"))
                .extracting(m -> new String(m.payload(), StandardCharsets.UTF_8))
                .containsExactly("m1", "m2", "m3");
    }

    @Test
    void aRefusalIsRepeatedToWhoeverDidNotHearIt() throws Exception {
        broker.configuration().aclProfiles().update("default", p -> p.plus(Kind.PUBLISH, AclExemption.smf("no/>")));
        long flow = opened();
        client.send(message(flow, 1, 0, "t"), message(flow, 2, 1, "no/1"));
        acknowledges(1);
        refuses(2, 403);
        client.send(message(flow, 2, 1, "no/1"));
        acknowledges(1);
        refuses(2, 403);
        client.send(message(flow, 3, 2, "t"));
        acknowledges(3);
        assertThat(broker.received(">")).extracting(Message::topic).containsExactly("t", "t");
    }

    @Test
    void whoComesBackLearnsWhatArrivedAndNobodyElseDoes() throws Exception {
        client.send(open(3, "", 50));
        Said opened = said();
        client.send(message(opened.flowId(), 1, 0, "t"), message(opened.flowId(), 5, 1, "t"));
        acknowledges(5);
        try (RawSmf thief = connect("bob", "thief")) {
            thief.send(open(3, opened.flow(), 50));
            assertThat(said(thief).code()).as("another username").isEqualTo(400);
        }
        client.close();
        client = connect("alice", "publisher");
        client.send(open(3, opened.flow(), 50));
        Said resumed = said();
        assertThat(resumed.code()).isEqualTo(200);
        assertThat(resumed.id()).isEqualTo(5);
        client.send(message(resumed.flowId(), 5, 1, "t"), message(resumed.flowId(), 6, 5, "t"));
        acknowledges(6);
        assertThat(broker.received("t")).hasSize(3);
    }

    @Test
    void aRefusalThatWasNotHeardIsNoSuccessForWhoComesBack() throws Exception {
        broker.configuration().aclProfiles().update("default", p -> p.plus(Kind.PUBLISH, AclExemption.smf("no/>")));
        client.send(open(3, "", 50));
        Said opened = said();
        client.send(
                message(opened.flowId(), 1, 0, "t"),
                message(opened.flowId(), 2, 1, "no/2"),
                message(opened.flowId(), 3, 2, "t"),
                message(opened.flowId(), 4, 3, "no/4"));
        acknowledges(1);
        refuses(2, 403);
        acknowledges(3);
        refuses(4, 403);

        client.close();
        client = connect("alice", "publisher");
        client.send(resume(opened.flow(), 1));
        Said resumed = said();
        assertThat(resumed.id()).as("as if nothing behind 1 had been heard").isEqualTo(1);
        client.send(message(resumed.flowId(), 2, 1, "no/2"), message(resumed.flowId(), 3, 2, "t"));
        acknowledges(1);
        refuses(2, 403);
        acknowledges(3);
        client.send(message(resumed.flowId(), 4, 3, "no/4"));
        acknowledges(3);
        refuses(4, 403);
        assertThat(broker.received(">")).hasSize(2);

        client.close();
        client = connect("alice", "publisher");
        client.send(resume(opened.flow(), 4));
        assertThat(said().id()).isEqualTo(4);
    }

    @Test
    void aFlowNeedsThePermissionOfTheClientProfile() throws Exception {
        try (RawSmf direct = connect("direct", "direct")) {
            direct.send(open(3, "", 50));
            assertThat(said(direct).code()).isEqualTo(403);
        }
    }

    @Test
    void oneConnectionHasAThousandFlowsAtMost() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            client.send(open(3, "", 1));
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(said().code()).isEqualTo(200);
        }
        client.send(open(3, "", 1));
        assertThat(said().code()).isEqualTo(503);
    }

    @Test
    void anythingButAPublisherFlowIsRefused() throws Exception {
        int bind = 4;
        client.send(control(3, bind, new ByteWriter(8).u8(0x83).u8(3).u8(1)));
        Said refused = said();
        assertThat(refused.type()).isEqualTo(bind);
        assertThat(refused.code()).isEqualTo(503);
    }

    @Test
    void whatNobodySubscribedToIsRefusedOnlyToWhoWantsToKnow() throws Exception {
        try (JcsmpClient plain = JcsmpClient.connect(broker, "alice", "alice", "plain");
                JcsmpClient curious = JcsmpClient.connect(broker, "curious", "curious", "curious")) {
            plain.publish("nobody/wants", "p1", DeliveryMode.PERSISTENT, false, null);
            assertThat(plain.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("p1");

            curious.publish("nobody/wants", "c1", DeliveryMode.PERSISTENT, false, null);
            assertThat(curious.publishErrors().poll(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            JCSMPErrorResponseException.class,
                            e -> assertThat(e.getSubcodeEx())
                                    .isEqualTo(JCSMPErrorResponseSubcodeEx.NO_SUBSCRIPTION_MATCH));
            plain.subscribe("somebody/wants");
            curious.publish("somebody/wants", "c2", DeliveryMode.PERSISTENT, false, null);
            assertThat(curious.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("c2");
            assertThat(plain.nextText()).isEqualTo("c2");
            curious.publish("nobody/wants", "c3");
            curious.publish("somebody/wants", "c4");
            assertThat(plain.nextText()).isEqualTo("c4");
            assertThat(curious.publishErrors()).as("direct messages").isEmpty();
            assertThat(broker.received(">"))
                    .extracting(m -> new String(m.payload(), StandardCharsets.UTF_8))
                    .containsExactly("p1", "c2", "c3", "c4");
        }
    }

    @Test
    void eachMessageHasItsOwnDeliveryMode() throws Exception {
        try (JcsmpClient publisher = JcsmpClient.connect(broker, "alice", "alice", "modes")) {
            for (DeliveryMode mode :
                    new DeliveryMode[] {DeliveryMode.NON_PERSISTENT, DeliveryMode.DIRECT, DeliveryMode.PERSISTENT}) {
                publisher.publish("t", mode.name(), mode, false, null);
            }
            assertThat(publisher.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("NON_PERSISTENT");
            assertThat(publisher.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("PERSISTENT");
            assertThat(broker.received("t"))
                    .extracting(m -> m.headers().deliveryMode().name())
                    .containsExactly("NON_PERSISTENT", "DIRECT", "PERSISTENT");
        }
    }
}
