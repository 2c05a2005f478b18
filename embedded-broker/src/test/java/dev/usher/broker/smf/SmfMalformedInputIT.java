package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmfMalformedInputIT {

    private static final int READ_TIMEOUT_MILLIS = 20_000;

    private EmbeddedBroker broker;
    private JcsmpClient healthy;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.builder().user("alice", "a").start();
        healthy = JcsmpClient.connect(broker, "alice", "a", "healthy");
        healthy.subscribe("t");
    }

    @AfterEach
    void stop() {
        healthy.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // not version 3; header shorter than itself; message shorter than header; far too long
                "474554202f20485454502f312e310d0a",
                "030c00010000000400000020",
                "030c0001000000200000000c",
                "030c00010000000c7fffffff",
                // no login first; login with a body that ends too soon; a parameter that runs over the header
                "030b00010000000c0000000c",
                "030c00010000000c0000000e0100",
                "030c00010000000e0000001406ff0100000000060000",
                // a length of zero for a parameter, with an explicit length below its own prefix
                "030c0001000000120000001806000000000201000000000600",
            })
    void closesThatConnectionOnly(String hex) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", broker.smfPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            assertThat(readToEnd(socket.getInputStream())).isZero();
        }
        healthy.publish("t", "still here");
        assertThat(healthy.nextText()).isEqualTo("still here");
    }

    @Test
    void closesAfterLoginToo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", broker.smfPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream().write(login("raw"));
            assertThat(socket.getInputStream().read()).isEqualTo(3);
            assertThat(broker.clients()).extracting(c -> c.name()).containsExactly("healthy", "raw");
            socket.getOutputStream().write(new byte[] {0, 1, 2, 3});
            assertThat(readToEnd(socket.getInputStream()))
                    .as("the answer to the login")
                    .isPositive();
        }
        assertThat(broker.clients()).extracting(c -> c.name()).containsExactly("healthy");
        healthy.publish("t", "still here");
        assertThat(healthy.nextText()).isEqualTo("still here");
    }

    @Test
    void aLoginInSinglePiecesOfOneByteIsUnderstood() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", broker.smfPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            for (byte b : login("slow")) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            assertThat(socket.getInputStream().read()).isEqualTo(3);
            assertThat(broker.clients()).extracting(c -> c.name()).containsExactly("healthy", "slow");
        }
    }

    private static byte[] login(String clientName) {
        byte[] parameters = new ByteWriter(64)
                .u8(0x06)
                .u8(2 + 8)
                .raw("YWxpY2U=".getBytes(StandardCharsets.US_ASCII))
                .u8(0x07)
                .u8(2 + 4)
                .raw("YQ==".getBytes(StandardCharsets.US_ASCII))
                .toBytes();
        byte[] name = new ByteWriter(16).string(clientName).toBytes();
        byte[] body = new ByteWriter(32)
                .u8(1)
                .u8(0)
                .u32(6 + 5 + name.length)
                .u8(5)
                .u32(5 + name.length)
                .raw(name)
                .toBytes();
        return SmfFrame.of(SmfFrame.CLIENT_CTRL, parameters, body);
    }

    /** How many bytes came before the broker closed. */
    private static int readToEnd(InputStream in) throws IOException {
        int count = 0;
        try {
            while (in.read() >= 0) {
                count++;
            }
        } catch (SocketException reset) {
            // Closing with unread input may reset the connection: closed all the same.
        }
        return count;
    }
}
