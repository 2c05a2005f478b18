package dev.usher.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands send and how they read the answers; the guide's transcripts run them against the service itself. */
class ControlCommandsIT {
    private static final String TOKEN = "a-token-nobody-may-see";
    private static final String ENFORCED = """
            {"change":"c1","kind":"catalog","state":"enforced","disconnected":true,
             "counts":{"enforced":2,"pending":0,"failed":0},"targets":[]}""";
    private static final String PENDING = """
            {"change":"c2","kind":"catalog","state":"pending","disconnected":false,
             "counts":{"enforced":0,"pending":1,"failed":0},
             "targets":[{"user":"alice","broker":"local","left":["broker local does not answer"]}]}""";
    private static final String PREVIEW = """
            {"dryRun":true,"counts":{"targets":1,"seats":1,"gained":1,"lost":0,"operations":1,"disconnects":1},
             "seats":[{"user":"alice","broker":"local","client":{"id":"tab"},"gained":["UK/>"],"lost":[]}],
             "operations":[{"broker":"local","kind":"set-profile","subject":"alice","detail":"usher_g_uk"}],
             "disconnects":[{"broker":"local","clientName":"#mqtt/tab/1","user":"alice","reason":"it moves"}],
             "unknown":["broker emea does not answer"],"truncated":false}""";
    private static final String USERNAMES = """
            {"items":[
             {"clientUsername":"alice","user":"alice","aclProfile":"default","connected":["x"],"standing":"adoptable","reason":"can be"},
             {"clientUsername":"bob","user":"bob","aclProfile":"usher_managed","connected":[],"standing":"adopted","reason":"is"},
             {"clientUsername":"carol","user":"carol","aclProfile":"default","connected":[],"standing":"adoptable","reason":"can be"},
             {"clientUsername":"default","aclProfile":"default","connected":[],"standing":"shared","reason":"everybody's"}]}""";

    private record Request(String method, String uri, String authorization, String prefer, String body) {}

    private final List<Request> requests = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Prefer"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] body = answers.getOrDefault(
                        exchange.getRequestMethod() + " "
                                + exchange.getRequestURI().getPath(),
                        "{}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    private Map<String, String> environment() {
        return Map.of(
                "USHER_API_SERVER", "http://127.0.0.1:" + server.getAddress().getPort(), "USHER_API_TOKEN", TOKEN);
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("rights.yaml"), yaml).toString();
    }

    private static final String RIGHTS = """
            products: [{id: lse, filters: ["UK/>"]}]
            groups: [{id: uk, grants: [{product: lse, validUntil: 2030-01-01T00:00:00Z}], mode: self-service}]
            users: [{id: alice, groups: [uk], profileGroup: uk, brokers: [{broker: local, clientUsername: alice}]}]
            """;

    @Test
    void applySendsAllOfItInOneRequest() throws IOException {
        answers.put("PUT /v1/catalog", ENFORCED);

        int exit = run(new ApplyCommand(environment()), "-f", file(RIGHTS), "--reason", "new desk", "--wait", "5");

        assertThat(exit).isZero();
        assertThat(requests).hasSize(1);
        Request sent = requests.get(0);
        assertThat(sent.uri()).isEqualTo("/v1/catalog?cut=false&dryRun=false&prune=false&reason=new%20desk");
        assertThat(sent.authorization()).isEqualTo("Bearer " + TOKEN);
        assertThat(sent.prefer()).isEqualTo("wait=5");
        JsonNode body = new ObjectMapper().readTree(sent.body());
        assertThat(body.at("/products/0/filters/0").asText()).isEqualTo("UK/>");
        assertThat(body.at("/groups/0/mode").asText()).isEqualTo("self-service");
        assertThat(body.at("/groups/0/grants/0/validUntil").asText()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(body.at("/users/0/profileGroup").asText()).isEqualTo("uk");
        assertThat(body.at("/users/0/status").isMissingNode())
                .as("applying never lifts a suspension unasked")
                .isTrue();
        assertThat(out.toString())
                .contains("enforced: change c1", "clients were disconnected")
                .doesNotContain(TOKEN);
    }

    @Test
    void whatIsNotProvenYetHasAnExitCodeOfItsOwn() throws IOException {
        answers.put("PUT /v1/catalog", PENDING);

        assertThat(run(new ApplyCommand(environment()), "-f", file(RIGHTS))).isEqualTo(3);
        assertThat(out.toString()).contains("alice on local: broker local does not answer", "/v1/changes/c2");
    }

    @Test
    void aDryRunSaysWhatWouldHappen() throws IOException {
        answers.put("PUT /v1/catalog", PREVIEW);

        assertThat(run(new ApplyCommand(environment()), "-f", file(RIGHTS), "--dry-run"))
                .isZero();
        assertThat(requests.get(0).uri()).contains("dryRun=true");
        assertThat(out.toString())
                .contains(
                        "nothing was done",
                        "+ UK/>  alice on local, client tab",
                        "set-profile alice usher_g_uk",
                        "#mqtt/tab/1 (alice), it moves",
                        "not known: broker emea does not answer");
    }

    @Test
    void pruningNeedsAllThreeLists() throws IOException {
        assertThat(run(new ApplyCommand(environment()), "-f", file("products: []\n"), "--prune"))
                .isEqualTo(1);
        assertThat(requests).isEmpty();
        assertThat(err.toString()).contains("groups", "users");
    }

    @Test
    void aRefusalIsToldInTheServicesWords() throws IOException {
        status = 409;
        answers.put(
                "PUT /v1/catalog",
                "{\"detail\":\"product x is granted\",\"pointer\":\"/products/0\",\"correlationId\":\"77\"}");

        assertThat(run(new ApplyCommand(environment()), "-f", file(RIGHTS))).isEqualTo(1);
        assertThat(err.toString())
                .contains("409: product x is granted (at /products/0) [correlation id 77]")
                .doesNotContain(TOKEN);
    }

    @Test
    void adoptingTakesWhatCanBeAdoptedInBatches() {
        answers.put("GET /v1/brokers/local/client-usernames", USERNAMES);
        answers.put("POST /v1/brokers/local/adoptions", ENFORCED);

        assertThat(run(new AdoptCommand(environment()), "--broker", "local", "--batch", "1"))
                .isZero();

        assertThat(requests.stream().filter(r -> r.method().equals("POST")).map(Request::body))
                .containsExactly("{\"clientUsernames\":[\"alice\"]}", "{\"clientUsernames\":[\"carol\"]}");
        assertThat(out.toString()).contains("everybody's");
    }

    @Test
    void releasingTakesWhatIsAdopted() {
        answers.put("GET /v1/brokers/local/client-usernames", USERNAMES);
        answers.put("POST /v1/brokers/local/releases", PREVIEW);

        assertThat(run(new ReleaseCommand(environment()), "--broker", "local", "--dry-run"))
                .isZero();

        assertThat(requests.get(1).uri()).isEqualTo("/v1/brokers/local/releases?dryRun=true");
        assertThat(requests.get(1).body()).isEqualTo("{\"clientUsernames\":[\"bob\"]}");
    }

    @Test
    void anExportIsWrittenAsItCame() throws IOException {
        answers.put("GET /v1/catalog", "products: []\n");
        Path file = folder.resolve("all.yaml");

        assertThat(run(new ExportCommand(environment()), "-o", file.toString())).isZero();
        assertThat(file).hasContent("products: []\n");
    }

    @Test
    void aTokenFileIsReadAndAnEmptyOneRefused() throws IOException {
        answers.put("GET /v1/catalog", "products: []\n");
        Path file = Files.writeString(folder.resolve("token"), "from-a-file\n");
        Map<String, String> address = Map.of("USHER_API_SERVER", environment().get("USHER_API_SERVER"));

        assertThat(run(new ExportCommand(address), "--token-file", file.toString()))
                .isZero();
        assertThat(requests.get(0).authorization()).isEqualTo("Bearer from-a-file");
        Files.writeString(file, " \n");
        assertThat(run(new ExportCommand(address), "--token-file", file.toString()))
                .isEqualTo(1);
        assertThat(run(new ExportCommand(address))).isEqualTo(1);
        assertThat(err.toString()).contains("is empty", "no token: name a file with --token-file");
        assertThat(requests).hasSize(1);
    }

    @Test
    void nobodyThereIsSaidWithTheWayOut() {
        String address = environment().get("USHER_API_SERVER");
        server.stop(0);

        assertThat(run(new ExportCommand(Map.of("USHER_API_SERVER", address, "USHER_API_TOKEN", TOKEN))))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("no answer from " + address, "--server")
                .doesNotContain(TOKEN);
    }
}
