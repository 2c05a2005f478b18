package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.usher.e2e.Sample.Ran;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/auth-service.md}, run: its samples, its browsers and its commands, against everything real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuideIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Setting SETTING = new Setting(Browser.MQTT_JS, Setting.Gateway.SMF, Setting.Facts.DEFAULT);

    private final Deque<NodeClient> browsers = new ArrayDeque<>();
    private Stage stage;
    private Scene scene;

    @BeforeAll
    void open() {
        stage = Stage.open(SETTING, Map.of());
    }

    @BeforeEach
    void openScene() {
        scene = new Scene(SETTING, stage);
    }

    @AfterEach
    void closeScene() throws Exception {
        scene.close();
    }

    @AfterEach
    void closeBrowsers() {
        browsers.forEach(NodeClient::close);
        browsers.clear();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    private URI usher() {
        return URI.create(stage.stack().api() + "/v1");
    }

    private Ran run(Sample sample, String... arguments) {
        return sample.run(usher(), stage.stack().token().reveal(), arguments);
    }

    /** A browser as the guide has it, which knows nothing but what the auth service answered. */
    private NodeClient connect(String library, JsonObject seat) {
        NodeClient browser = new NodeClient("the guide's " + library, "guide-" + library + ".mjs");
        browsers.push(browser);
        URI url = library.equals("mqtt")
                ? stage.stack().broker().mqttWebSocketUri()
                : stage.stack().broker().smfWebSocketUri();
        browser.ask(NodeClient.command("connect")
                .put("url", url.toString())
                .put("vpn", stage.stack().broker().vpn())
                .put("seat", seat)
                .put("password", seat.getString("clientUsername")));
        return browser;
    }

    private static boolean granted(NodeClient browser, JsonObject seat) {
        return browser.received().stream()
                .filter(message -> message.topic().equals(seat.getString("noticeTopic")))
                .anyMatch(message ->
                        new JsonObject(message.text()).getString("kind").equals("granted"));
    }

    private static long quotes(NodeClient browser) {
        return browser.received().stream()
                .filter(message -> message.topic().startsWith("US/"))
                .count();
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void whoIsLoggedInReceivesAndWhoIsLoggedOutDoesNot(Sample sample) {
        String login = "login-" + sample;
        Ran opened = run(sample, "login", login, "alice");
        assertThat(opened.exit()).as(opened.err()).isZero();
        JsonObject seat = new JsonObject(opened.out());
        String id = seat.getString("id");

        // Whoever asks again gets the same seat.
        JsonObject again = new JsonObject(run(sample, "login", login, "alice").out());
        assertThat(again.getJsonObject("client")).isEqualTo(seat.getJsonObject("client"));
        assertThat(again.getString("id")).isEqualTo(id);

        NodeClient browser = connect("mqtt", seat);
        await().atMost(SOON).until(() -> granted(browser, seat));
        stage.quotes("NASDAQ", "AAPL", 1, 1);
        await().atMost(SOON).until(() -> quotes(browser) == 1);

        assertThat(run(sample, "refresh", id).out()).isEqualTo("refreshed");
        BrowserClient control = scene.control();
        assertThat(run(sample, "logout", id).out()).isEqualTo("enforced");

        stage.quotes("NASDAQ", "AAPL", 2, 101);
        Scene.awaitQuote(control, 101);
        assertThat(scene.tableOf(seat.getJsonObject("client").getString("id")))
                .noneMatch(filter -> filter.startsWith("US/") || filter.startsWith("usher/"));
        assertThat(quotes(browser)).isEqualTo(1);
        assertThat(run(sample, "refresh", id).out()).isEqualTo("over");
        assertThat(run(sample, "logout", id).out()).isEqualTo("enforced");
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void whoIsUnknownGetsNoSeat(Sample sample) {
        Ran refused = run(sample, "login", "login-of-nobody", "nobody");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("(404)", "urn:usher:problem:not-found");
    }

    /** Skipped without bash and curl, which {@code mvn verify} does not ask for; {@code .ci/run} installs them. */
    @Test
    void itsCommandsAnswerWhatItShows() throws IOException {
        assumeThat(onPath("bash") && onPath("curl"))
                .as("bash and curl are on the PATH")
                .isTrue();
        String token = stage.stack().token().reveal();
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        Map<String, String> environment = new HashMap<>();
        environment.put("USHER", usher().toString());
        environment.put("TOKEN", token);
        environment.put("USHER_API_SERVER", stage.stack().api().toString());
        environment.put("USHER_API_TOKEN", token);
        environment.put("USHER_CLASS_PATH", System.getProperty("java.class.path"));
        environment.put("PATH", java + File.pathSeparator + System.getenv("PATH"));

        new Transcript(Path.of("target/guide"), environment, (library, seat) -> {
                    if (library.equals("nobody")) {
                        closeBrowsers();
                        await().atMost(SOON).until(() -> connected("alice") + connected("bob") == 0);
                        return;
                    }
                    NodeClient browser = connect(library, seat);
                    await().atMost(SOON).until(() -> granted(browser, seat));
                })
                .run(Guide.read("docs/auth-service.md").blocks());
    }

    private long connected(String clientUsername) {
        return stage.stack().broker().clients().stream()
                .filter(client -> client.username().equals(clientUsername))
                .count();
    }

    private static boolean onPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
