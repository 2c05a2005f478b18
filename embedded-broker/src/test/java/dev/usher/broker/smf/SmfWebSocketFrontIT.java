package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.Message;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketFrame;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the libraries do not show: bytes, frames and closing. */
class SmfWebSocketFrontIT {

    private static final Vertx vertx = Vertx.vertx();
    private static final String OK = "0808000000c84f4b";
    private static final int NORMAL = 1000;
    private static final int UNSUPPORTED_DATA = 1003;

    private EmbeddedBroker broker;
    private URI uri;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.builder()
                .clientProfile(ClientProfile.created("tiny").withDirectQueue(1, 5, 5))
                .user("alice", "alice")
                .user("bob", "bob")
                .user(u -> u.name("slow").password("slow").clientProfile("tiny"))
                .start();
        uri = broker.smfWebSocketUri();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @AfterAll
    static void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void nothingComesBeforeTheAnswerToTheLogin() throws Exception {
        try (RawSmf client = RawSmf.open(vertx, uri)) {
            byte[] urgent = RawSmf.direct("t", new byte[] {1});
            urgent[2] = 0x20;
            client.send(RawSmf.login("alice", "eager"), RawSmf.subscribe("t"), urgent);
            assertThat(client.next().protocol()).isEqualTo(SmfFrame.CLIENT_CTRL);
            assertThat(client.next().protocol()).as("the message, of class 3").isEqualTo(SmfFrame.TR_MSG);
            assertThat(client.next().protocol()).isEqualTo(SmfFrame.SMP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/some/path?x=1"})
    void onAnyPathTheSubProtocolIsEchoedAndCompressionIsNot(String path) throws Exception {
        try (RawSmf client = RawSmf.open(vertx, uri, path, List.of("other", "smf.solacesystems.com"))) {
            assertThat(client.socket().subProtocol()).isEqualTo("smf.solacesystems.com");
            assertThat(client.socket().headers().get("Sec-WebSocket-Extensions"))
                    .isNull();
        }
    }

    @Test
    void otherSubProtocolsAreRefused() {
        for (List<String> offered : List.of(List.of("mqtt"), List.of("mqtt", "smf.solacesystems.com2"))) {
            assertThatThrownBy(() -> RawSmf.open(vertx, uri, "/", offered))
                    .as("%s", offered)
                    .hasRootCauseInstanceOf(UpgradeRejectedException.class)
                    .hasRootCauseMessage("WebSocket upgrade failure: 400");
        }
    }

    @Test
    void aRequestThatIsNoUpgradeIsRefused() throws Exception {
        URI http = URI.create("http://" + uri.getAuthority() + "/");
        assertThat(((HttpURLConnection) http.toURL().openConnection()).getResponseCode())
                .isEqualTo(400);
    }

    @Test
    void aLoginWithoutACorrelationTagIsAnsweredWithoutOne() throws Exception {
        try (RawSmf client = RawSmf.open(vertx, uri)) {
            String answer = client.send(RawSmf.login("alice", "tab")).nextHex();
            assertThat(answer.substring(0, 8)).isEqualTo("038c00ff");
            assertThat(answer.substring(2 * SmfFrame.FIXED_HEADER)).startsWith(OK);
            assertThat(broker.clients()).extracting(Client::name).containsExactly("tab");
        }
    }

    @Test
    void aWrongPasswordIsToldAndTheClientMayClose() throws Exception {
        try (RawSmf client = RawSmf.open(vertx, uri)) {
            byte[] login = RawSmf.login("alice", "tab");
            // The last character of the password, in base64, before its padding.
            login[new String(login, StandardCharsets.ISO_8859_1).lastIndexOf("YWxpY2U=") + 6] = 'M';
            String unauthorized = HexFormat.of().formatHex("Unauthorized".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.send(login).nextHex()).contains("00000191" + unauthorized);
            assertThat(broker.clients()).isEmpty();
        }
    }

    @Test
    void framesAreAStreamHoweverMessagesCutThem() throws Exception {
        try (RawSmf client = RawSmf.open(vertx, uri)) {
            byte[] login = RawSmf.login("alice", "tab");
            byte[] subscribe = RawSmf.subscribe("t");
            // Byte by byte; then the rest of one frame and the begin of the next; then a fragmented message.
            for (int i = 0; i < login.length - 1; i++) {
                client.send(Arrays.copyOfRange(login, i, i + 1));
            }
            client.send(Arrays.copyOfRange(login, login.length - 1, login.length), Arrays.copyOf(subscribe, 5));
            assertThat(client.next().protocol()).isEqualTo(SmfFrame.CLIENT_CTRL);
            Buffer rest = Buffer.buffer(Arrays.copyOfRange(subscribe, 5, subscribe.length));
            client.socket().writeFrame(WebSocketFrame.binaryFrame(rest.slice(0, 4), false));
            client.socket().writeFrame(WebSocketFrame.continuationFrame(rest.slice(4, rest.length()), true));
            assertThat(client.next().protocol()).isEqualTo(SmfFrame.SMP);
            assertThat(broker.subscriptionsOf("tab")).containsExactly("t");
            client.send(RawSmf.keepAlive(), RawSmf.keepAlive());
            assertThat(client.nextHex()).isEqualTo("038b00ff0000000c0000000c");
            assertThat(client.nextHex()).isEqualTo("038b00ff0000000c0000000c");
        }
    }

    @Test
    void manyMessagesLeaveInFewWebSocketMessages() throws Exception {
        int count = 2_000;
        try (RawSmf reader = RawSmf.open(vertx, uri).loggedIn("alice", "reader").subscribed("t");
                RawSmf writer = RawSmf.open(vertx, uri).loggedIn("bob", "writer")) {
            int before = reader.messages();
            byte[][] burst = new byte[count][];
            Arrays.setAll(burst, i -> RawSmf.direct("t", new byte[] {(byte) (i >> 8), (byte) i}));
            writer.send(burst);
            for (int i = 0; i < count; i++) {
                assertThat(reader.next().body().rest()).containsExactly((byte) (i >> 8), (byte) i);
            }
            assertThat(reader.messages() - before).isLessThan(count / 10);
        }
    }

    @Test
    void aReaderThatStopsLosesMessagesAndTheNextOneSaysSo() throws Exception {
        try (RawSmf reader = RawSmf.open(vertx, uri).loggedIn("slow", "reader").subscribed("t")) {
            Client client = broker.clients().get(0);
            reader.socket().pause();
            AtomicInteger published = new AtomicInteger();
            await().until(() -> {
                for (int i = 0; i < 1_000 && client.discarded() == 0; i++) {
                    byte[] payload = ByteBuffer.allocate(10_000)
                            .putInt(published.getAndIncrement())
                            .array();
                    client.publish(Message.of("t", payload));
                }
                return client.discarded() > 0;
            });
            long delivered = client.delivered();
            reader.socket().resume();
            int last = -1;
            for (int i = 0; i < delivered; i++) {
                SmfFrame next = reader.next();
                int number = (int) next.body().u32();
                assertThat((next.flags() & SmfFrame.DISCARD_INDICATION) != 0)
                        .as("%s after %s", number, last)
                        .isEqualTo(number != last + 1);
                last = number;
            }
            assertThat(last).as("the oldest went, not the newest").isEqualTo(published.get() - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"kick", "cut", "take over", "close"})
    void theBrokerClosesWithAGoodbye(String how) throws Exception {
        try (RawSmf client = RawSmf.open(vertx, uri).loggedIn("alice", "tab");
                RawSmf other = RawSmf.open(vertx, uri)) {
            switch (how) {
                case "kick" -> broker.clients().get(0).kick("test");
                case "cut" -> assertThat(broker.faults().cut("tab")).isTrue();
                case "take over" -> other.loggedIn("alice", "tab");
                default -> broker.close();
            }
            assertThat(client.closeCode()).isEqualTo(NORMAL);
            assertThat(broker.clients()).hasSize("take over".equals(how) ? 1 : 0);
        }
    }

    @Test
    void aClientThatClosesIsGone() throws Exception {
        try (RawSmf polite = RawSmf.open(vertx, uri).loggedIn("alice", "polite");
                RawSmf rude = RawSmf.open(vertx, uri).loggedIn("alice", "rude")) {
            polite.socket().close();
            rude.close();
            await().until(() -> broker.clients().isEmpty());
        }
    }

    @Test
    void aTextFrameEndsThatConnectionOnly() throws Exception {
        try (RawSmf healthy = RawSmf.open(vertx, uri).loggedIn("alice", "healthy");
                RawSmf text = RawSmf.open(vertx, uri).loggedIn("alice", "text")) {
            text.socket().writeTextMessage("hello");
            assertThat(text.closeCode()).isEqualTo(UNSUPPORTED_DATA);
            assertThat(broker.clients()).extracting(Client::name).containsExactly("healthy");
            assertThat(healthy.send(RawSmf.keepAlive()).next().protocol()).isEqualTo(SmfFrame.KEEP_ALIVE);
        }
    }

    @Test
    void aClientThatDoesNotAnswerTheGoodbyeIsCutOff() throws Exception {
        try (Socket tcp = new Socket(uri.getHost(), uri.getPort())) {
            // Less than anybody's default.
            tcp.setSoTimeout(8_000);
            tcp.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: broker\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder response = new StringBuilder();
            while (response.indexOf("\r\n\r\n") < 0) {
                response.append((char) tcp.getInputStream().read());
            }
            // A masked text frame of one character.
            tcp.getOutputStream().write(HexFormat.of().parseHex("81810000000041"));
            assertThat(tcp.getInputStream().readAllBytes())
                    .as("the close frame, 1003, and the end")
                    .containsExactly(0x88, 2, 0x03, 0xeb);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // not version 3; header shorter than itself; message shorter than header; far too long
                "474554202f20485454502f312e310d0a",
                "030c00010000000400000020",
                "030c0001000000200000000c",
                "030c00010000000c7fffffff",
            })
    void malformedInputEndsThatConnectionOnly(String hex) throws Exception {
        try (RawSmf healthy = RawSmf.open(vertx, uri).loggedIn("alice", "healthy");
                RawSmf broken = RawSmf.open(vertx, uri).loggedIn("alice", "broken")) {
            broken.send(HexFormat.of().parseHex(hex));
            broken.closeCode();
            assertThat(broker.clients()).extracting(Client::name).containsExactly("healthy");
            assertThat(healthy.send(RawSmf.keepAlive()).next().protocol()).isEqualTo(SmfFrame.KEEP_ALIVE);
        }
    }

    @Test
    void aPublisherFlowOpenedOverTcpIsResumedOverWebSocket() throws Exception {
        String name;
        try (Socket tcp = new Socket("127.0.0.1", broker.smfPort())) {
            tcp.getOutputStream().write(RawSmf.login("alice", "tab"));
            tcp.getOutputStream().write(openFlow(""));
            FrameDecoder decoder = new FrameDecoder(1_000);
            SmfFrame answer = null;
            while (answer == null || answer.protocol() != SmfFrame.ASSURED_CTRL) {
                byte[] bytes = new byte[1_000];
                int n = tcp.getInputStream().read(bytes);
                assertThat(n).isPositive();
                decoder.feed(Arrays.copyOf(bytes, n));
                for (SmfFrame next = decoder.next(); next != null; next = decoder.next()) {
                    answer = next;
                }
            }
            name = AssuredMessages.parse(answer).flowName();
        }
        try (RawSmf client = RawSmf.open(vertx, uri).loggedIn("alice", "tab")) {
            SmfFrame resumed = client.send(openFlow(name)).next();
            assertThat(AssuredMessages.parse(resumed).flowName())
                    .isEqualTo(name)
                    .isNotEmpty();
        }
    }

    /** AssuredCtrl version 3 with the window that solclientjs asks for. */
    private static byte[] openFlow(String name) {
        byte[] flowName = new ByteWriter(64).string(name).toBytes();
        byte[] body = new ByteWriter(96)
                .u8(3)
                .u8(AssuredMessages.OPEN_FLOW)
                .u32(6 + 2 + flowName.length + 3)
                .u8(0x0a)
                .u8(2 + flowName.length)
                .raw(flowName)
                .u8(0x83)
                .u8(3)
                .u8(50)
                .toBytes();
        return SmfFrame.of(SmfFrame.ASSURED_CTRL, new byte[] {0x23, 0, 0, 2}, body);
    }
}
