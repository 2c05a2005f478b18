package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that stop reading. What they are sent is a number, and filling. */
class SmfSlowConsumerIT {

    private static final int MESSAGE_BYTES = 10_000;
    private static final int BATCH = 100;
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    private EmbeddedBroker broker;
    private JcsmpClient feed;
    private int published;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.builder()
                .clientProfile(ClientProfile.created("small").withDirectQueue(1, 200, 4))
                .user("feed", "feed")
                .user("quick", "quick")
                .user(u -> u.name("slow").password("slow").clientProfile("small"))
                .start();
        feed = JcsmpClient.connect(broker, "feed", "feed", "feed");
    }

    @AfterEach
    void stop() {
        feed.close();
        broker.close();
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(20_000);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** Logged in and subscribed; the two answers are the first it would read. */
    private Socket smf() throws IOException {
        Socket socket = connect(broker.smfPort());
        socket.getOutputStream().write(RawSmf.login("slow", "slow-smf"));
        socket.getOutputStream().write(RawSmf.subscribe("t"));
        await().until(() -> broker.subscriptionsOf("slow-smf").contains("t"));
        return socket;
    }

    private Socket mqtt() throws IOException {
        Socket socket = connect(broker.mqttUri().getPort());
        socket.getOutputStream()
                .write(packet(0x10, "\0\4MQTT\4\u00c2\0\0" + "\0\11slow-mqtt" + "\0\4slow" + "\0\4slow"));
        socket.getOutputStream().write(packet(0x82, "\0\1" + "\0\1t" + "\0"));
        await().until(() -> broker.clients().stream()
                .anyMatch(c -> c.name().startsWith("#mqtt/slow-mqtt/")
                        && !c.subscriptions().isEmpty()));
        return socket;
    }

    private static byte[] packet(int type, String latin) {
        byte[] body = latin.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(2 + body.length)
                .put((byte) type)
                .put((byte) body.length)
                .put(body)
                .array();
    }

    private Client named(String prefix) {
        return broker.clients().stream()
                .filter(c -> c.name().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private static Message numbered(int number, int bytes) {
        return Message.of("t", ByteBuffer.allocate(bytes).putInt(number).array());
    }

    @Test
    void whoStopsReadingLosesMessagesAndNobodyElseDoes() throws Exception {
        try (Socket smf = smf();
                Socket mqtt = mqtt();
                JcsmpClient quick = JcsmpClient.connect(broker, "quick", "quick", "quick")) {
            quick.subscribe("t");
            Client slowSmf = named("slow-smf");
            Client slowMqtt = named("#mqtt/slow-mqtt/");
            Client publisher = named("feed");
            // How much the kernel holds is not known: some MB.
            Instant deadline = Instant.now().plus(ENOUGH);
            while (slowSmf.discarded() == 0 || slowMqtt.discarded() == 0) {
                assertThat(Instant.now()).isBefore(deadline);
                for (int i = 0; i < BATCH; i++) {
                    publisher.publish(numbered(published++, MESSAGE_BYTES));
                }
                for (int i = 0; i < BATCH; i++) {
                    assertThat(quick.next().getDiscardIndication()).isFalse();
                }
            }
            assertThat(named("quick").discarded()).isZero();
            assertThat(named("quick").delivered()).isEqualTo(published);
            assertThat(slowSmf.delivered() + slowSmf.discarded()).isEqualTo(published);
            assertThat(slowMqtt.delivered() + slowMqtt.discarded()).isEqualTo(published);

            everyGapIsSaid(smf, publisher);
            goesOnAfterAGap(mqtt, publisher);
        }
    }

    /** Reads on; as long as nothing was lost no message says so, and the first after a loss does. */
    private void everyGapIsSaid(Socket smf, Client publisher) throws IOException {
        FrameDecoder decoder = new FrameDecoder(1_000_000);
        int last = -1;
        boolean lossSeen = false;
        while (!lossSeen) {
            SmfFrame frame = next(smf.getInputStream(), decoder, publisher);
            if (frame.protocol() != SmfFrame.TR_MSG) {
                continue;
            }
            int number = (int) frame.body().u32();
            assertThat(number).isGreaterThan(last);
            assertThat(frame.has(SmfFrame.DISCARD_INDICATION))
                    .as("discard indication of %s after %s", number, last)
                    .isEqualTo(number != last + 1);
            lossSeen = number != last + 1;
            last = number;
        }
    }

    private SmfFrame next(InputStream in, FrameDecoder decoder, Client publisher) throws IOException {
        SmfFrame frame = decoder.next();
        while (frame == null) {
            if (in.available() == 0) {
                // Whatever waited has been read: something is due that follows what was lost.
                publisher.publish(numbered(published++, 4));
            }
            byte[] piece = new byte[64_000];
            int count = in.read(piece);
            decoder.feed(Arrays.copyOf(piece, count));
            frame = decoder.next();
        }
        return frame;
    }

    private void goesOnAfterAGap(Socket mqtt, Client publisher) throws IOException {
        InputStream in = mqtt.getInputStream();
        int last = -1;
        boolean lossSeen = false;
        while (!lossSeen) {
            if (in.available() == 0) {
                publisher.publish(numbered(published++, 4));
            }
            int type = in.read();
            int length = 0;
            int shift = 0;
            int digit;
            do {
                digit = in.read();
                length |= (digit & 0x7f) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            byte[] body = in.readNBytes(length);
            if (type == 0x30) {
                int number = ByteBuffer.wrap(body).getInt(3);
                assertThat(number).isGreaterThan(last);
                lossSeen = number != last + 1;
                last = number;
            }
        }
    }

    @Test
    void aHigherClassOfServiceHasItsOwnQueueAndOvertakes() throws Exception {
        try (Socket smf = smf()) {
            Client slow = named("slow-smf");
            Client publisher = named("feed");
            // Until the queue is still full after a pause: nothing of it goes out any more.
            await().until(() -> {
                long before = slow.discarded();
                publisher.publish(numbered(published++, MESSAGE_BYTES));
                boolean stuck = slow.discarded() > before;
                for (int i = 0; i < BATCH && !stuck; i++) {
                    publisher.publish(numbered(published++, MESSAGE_BYTES));
                }
                return stuck;
            });
            long lowest = slow.delivered();
            SmfFrame urgent = frame(RawSmf.direct("t", numbered(-1, 4).payload()));
            urgent.bytes()[2] = 0x20;
            publisher.publish(DataMessages.decode(urgent, HeaderParameters.parse(urgent), true));
            assertThat(slow.delivered()).as("taken by the queue of class 3").isEqualTo(lowest + 1);

            FrameDecoder decoder = new FrameDecoder(1_000_000);
            int overtaken = 0;
            boolean seen = false;
            for (long left = lowest + 1; left > 0; ) {
                SmfFrame frame = read(smf.getInputStream(), decoder);
                if (frame.protocol() == SmfFrame.TR_MSG) {
                    left--;
                    seen |= frame.classOfService() == 0x20;
                    overtaken += seen ? 1 : 0;
                }
            }
            assertThat(seen).isTrue();
            assertThat(overtaken).as("messages of class 1 behind it").isGreaterThan(4);
        }
    }

    private static SmfFrame frame(byte[] bytes) {
        FrameDecoder decoder = new FrameDecoder(1_000_000);
        decoder.feed(bytes);
        return decoder.next();
    }

    private static SmfFrame read(InputStream in, FrameDecoder decoder) {
        try {
            SmfFrame frame = decoder.next();
            while (frame == null) {
                byte[] piece = new byte[64_000];
                int count = in.read(piece);
                decoder.feed(Arrays.copyOf(piece, count));
                frame = decoder.next();
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
