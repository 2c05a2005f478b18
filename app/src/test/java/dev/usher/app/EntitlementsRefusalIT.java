package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API that decides who sees what does not listen before it can tell its callers apart. */
class EntitlementsRefusalIT {
    @TempDir
    private Path folder;

    @Test
    void refusesToStartAndOpensNothing() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int free = freePort(loopback);
        try (ServerSocket world = new ServerSocket(0, 10, loopback)) {
            String port = String.valueOf(world.getLocalPort());
            String config =
                    SampleConfig.ENTITLEMENTS.replace("8080", port).replace("55555", port) + """
                      api: {host: 127.0.0.1, port: %d}
                      management: {host: 127.0.0.1, port: 0}
                    """.formatted(free);
            String file = SampleConfig.write(
                            folder,
                            config.replace("  postgres:", "  postgres:\n    host: 127.0.0.1\n    port: " + port))
                    .toString();
            try (UsherProcess usher = UsherProcess.start(folder, "entitlements", "--config", file)) {
                assertThat(usher.await(Duration.ofSeconds(20))).isEqualTo(1);
                assertThat(usher.lines())
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .contains("refuses to start outside `usher dev`", "nothing was opened"));
            }

            // PostgreSQL, SEMP and SMF all lead here: nobody has knocked, not even to hang up again.
            world.setSoTimeout(1);
            assertThatThrownBy(world::accept).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> new Socket(loopback, free).close()).isInstanceOf(ConnectException.class);
        }
    }

    private static int freePort(InetAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        }
    }
}
