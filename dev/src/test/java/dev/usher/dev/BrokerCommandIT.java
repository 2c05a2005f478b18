package dev.usher.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BrokerCommandIT {
    @TempDir
    private Path folder;

    private final StopSignal stop = StopSignal.byHand();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<String> welcome = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    @AfterEach
    void end() {
        stop.give();
    }

    /** Runs it on a thread of its own; the answer is what it prints when it is ready. */
    private String start(String... options) throws Exception {
        CommandLine command = command();
        command.setOut(new PrintWriter(new Printed()));
        List<String> all = new ArrayList<>(List.of("--any-port"));
        all.addAll(List.of(options));
        new Thread(() -> ended.complete(command.execute(all.toArray(String[]::new)))).start();
        return CompletableFuture.anyOf(welcome, ended.thenApply(code -> "ended with " + code + ": " + err))
                .get(30, TimeUnit.SECONDS)
                .toString();
    }

    private CommandLine command() {
        return BrokerCommand.commandLine(() -> stop).setErr(new PrintWriter(err));
    }

    /** Complete at the first flush. */
    private final class Printed extends StringWriter {
        @Override
        public void flush() {
            welcome.complete(toString());
        }
    }

    private static URI address(String welcome, String title) {
        Matcher line =
                Pattern.compile("(?m)^ +" + Pattern.quote(title) + " +(\\S+)$").matcher(welcome);
        assertThat(line.find()).as(title + " in " + welcome).isTrue();
        return URI.create(line.group(1));
    }

    private static HttpResponse<String> get(String welcome, String path, String account) throws Exception {
        String basic = Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address(welcome, "SEMP v2").resolve(path))
                                .header("Authorization", "Basic " + basic)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void saysWhereItListensAndListensThere() throws Exception {
        String welcome = start();

        assertThat(welcome).contains("not for production", "any with any password, as default");
        for (Door door : Door.values()) {
            if (door.needsTls()) {
                assertThat(welcome).doesNotContain(door.title());
            } else {
                URI address = address(welcome, door.title());
                new Socket(address.getHost(), address.getPort()).close();
            }
        }
        HttpResponse<String> about = get(welcome, "/SEMP/v2/monitor/about/api", "admin:admin");
        assertThat(about.statusCode()).as(about.body()).isEqualTo(200);
        assertThat(welcome)
                .contains("curl -s -u admin:admin " + address(welcome, "SEMP v2") + "/SEMP/v2/monitor/about/api");
    }

    @Test
    void tlsDoorsShowACertificateThatTheWrittenFilesMakeTrusted() throws Exception {
        Path trust = folder.resolve("trust");

        String welcome = start("--tls", trust.toString());

        assertThat(welcome).contains(trust.resolve("usher-broker.pem").toString());
        KeyStore store = KeyStore.getInstance(trust.resolve("usher-broker.p12").toFile(), "changeit".toCharArray());
        TrustManagerFactory trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusting.getTrustManagers(), null);
        for (Door door : Door.values()) {
            if (door.needsTls()) {
                URI address = address(welcome, door.title());
                try (SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
                    socket.startHandshake();
                    assertThat(socket.getSession().isValid()).as(door.title()).isTrue();
                }
            }
        }
    }

    @Test
    void theSignalEndsItAndItsPorts() throws Exception {
        URI smf = address(start(), "SMF");

        stop.give();

        assertThat(ended.get(30, TimeUnit.SECONDS)).isZero();
        new ServerSocket(smf.getPort(), 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void accountsAreConfiguredAndTheirPasswordsNotPrinted() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "from-file\nnot this\n");

        String welcome = start("--user", "alice:se:cret", "--manager", "boss:@" + file, "--semp-admin", "root:toor");

        assertThat(welcome)
                .contains("alice, boss (manager)", "-u root http")
                .doesNotContain("se:cret", "from-file", "toor", "any other");
        String names = get(welcome, "/SEMP/v2/config/msgVpns/default/clientUsernames", "root:toor")
                .body();
        assertThat(names).contains("\"clientUsername\":\"alice\"", "\"clientUsername\":\"boss\"");
        assertThat(connack(welcome, "alice", "se:cret")).isZero();
        assertThat(connack(welcome, "boss", "from-file")).isZero();
        assertThat(connack(welcome, "alice", "wrong")).isEqualTo(4);
        assertThat(connack(welcome, "stranger", "any")).isNotZero();
    }

    @Test
    void unknownUsernamesAreLetInWhereThatIsWanted() throws Exception {
        String welcome = start("--user", "alice:secret", "--default-username");

        assertThat(welcome).contains("alice, any other with any password, as default");
        assertThat(connack(welcome, "stranger", "any")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void whatOthersReachIsNotOpenByDefault(String host) {
        assertThat(command().execute("--any-port", "--host", host, "--no-default-username"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--host " + host, "--semp-admin NAME:PASSWORD");
        err.getBuffer().setLength(0);
        assertThat(command().execute("--any-port", "--host", host, "--semp-admin", "root:toor"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--host " + host, "--no-default-username", "if that is wanted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-default-username", "--default-username", "--user=alice:secret"})
    void whatOthersReachIsOpenToWhomeverWasSaid(String who) throws Exception {
        String welcome = start("--host", "0.0.0.0", "--semp-admin", "root:toor", who);

        assertThat(welcome).contains("-u root http");
        assertThat(connack(welcome, "stranger", "any") == 0).isEqualTo(who.equals("--default-username"));
    }

    @Test
    void onLoopbackEverybodyIsThisUser() throws Exception {
        assertThat(start("--host", "localhost")).contains("any with any password", "admin:admin");
    }

    @Test
    void optionsMayComeFromAFile() throws Exception {
        Path file = Files.writeString(
                folder.resolve("broker.args"), "# ours\n--vpn prices\n--switches pessimistic\n--user=alice:secret\n");

        String welcome = start("@" + file);

        assertThat(welcome).contains("prices", "alice");
        assertThat(get(welcome, "/SEMP/v2/config/msgVpns/prices/aclProfiles/none", "admin:admin")
                        .statusCode())
                .as("notFoundIs404, one of the pessimistic switches")
                .isEqualTo(404);
    }

    @Test
    void aSingleSwitchCounts() throws Exception {
        String welcome = start("--switch", "notFoundIs404=true");

        assertThat(get(welcome, "/SEMP/v2/config/msgVpns/default/aclProfiles/none", "admin:admin")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aTakenPortIsNamedWithTheOptionThatChangesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String said = start("--port", "mqtt-ws=" + taken.getLocalPort());

            assertThat(said)
                    .startsWith("ended with 1")
                    .contains("port " + taken.getLocalPort(), "MQTT over WebSocket", "--port mqtt-ws=0");
        }
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsOpened() throws IOException {
        assertThat(command().execute("--port", "http=1")).isEqualTo(2);
        assertThat(command().execute("--user", "geheim")).isEqualTo(2);
        assertThat(command().execute("--user", "alice:@" + folder.resolve("none")))
                .isEqualTo(2);
        assertThat(command().execute("--switch", "sameName=maybe")).isEqualTo(2);
        assertThat(command().execute("--certificate", "broker.pem")).isEqualTo(2);
        assertThat(command().execute("--any-port", "--port", "smf=70000")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "smf-ws, mqtt",
                        "name:password or name:@file",
                        "NoSuchFileException",
                        "TAKE_OVER, REFUSE",
                        "70000");
    }

    /** The return code of an MQTT connect over TCP. */
    private static int connack(String welcome, String username, String password) throws IOException {
        URI mqtt = address(welcome, "MQTT");
        try (Socket socket = new Socket(mqtt.getHost(), mqtt.getPort())) {
            socket.setSoTimeout(30_000);
            byte[] rest = ("\0\4MQTT\4\302\0\0" + text("tab-" + username) + text(username) + text(password))
                    .getBytes(StandardCharsets.ISO_8859_1);
            socket.getOutputStream().write(new byte[] {0x10, (byte) rest.length});
            socket.getOutputStream().write(rest);
            byte[] answer = socket.getInputStream().readNBytes(4);
            return answer[3];
        }
    }

    private static String text(String value) {
        return "\0" + (char) value.length() + value;
    }
}
