package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request lines that no HTTP client library would send. */
class SempMalformedRequestIT extends SempFrontSetup {

    private static final int READ_TIMEOUT_MILLIS = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET * HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "GET http://broker/SEMP/v2/config/msgVpns HTTP/1.1",
                "GET http:// HTTP/1.1",
                "GET ?count=1 HTTP/1.1",
                "GET SEMP/v2/config/msgVpns HTTP/1.1",
                "GET /SEMP/v2/config/../config/msgVpns HTTP/1.1",
                "GET /SEMP/v2/config/msgVpns?where=%zz HTTP/1.1",
                "GET /SEMP/v2/config/msgVpns#x HTTP/1.1",
                "GET /SEMP/v2/config/\u00ff HTTP/1.1",
                "CONNECT broker:80 HTTP/1.1",
                "X /SEMP/v2/config/msgVpns HTTP/1.1",
                "GET /SEMP/v2/config/msgVpns HTTP/1.0",
                "GET /SEMP/v2/config/msgVpns HTTP/9.9",
                "GET  HTTP/1.1",
                "nonsense",
            })
    void answersOrClosesAndLivesOn(String line) throws Exception {
        String credentials = Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write((line + "\r\nHost: broker\r\nConnection: close\r\nAuthorization: Basic " + credentials
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(everything(socket.getInputStream())).matches("(?s)(HTTP/\\S+ ([24]\\d\\d|501) .*)?");
        }
        assertThat(get(CONFIG).getJsonObject("data")).isNotEmpty();
    }

    private static String everything(InputStream in) throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            // Closed without an answer.
            return "";
        }
    }
}
