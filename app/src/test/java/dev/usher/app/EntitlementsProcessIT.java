package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code usher entitlements} as it runs in production; here with everything it needs away. */
class EntitlementsProcessIT {
    private static final Pattern API_PORT = Pattern.compile("api listening host=\\S+ port=(\\d+)");

    /** Looks like a token and is none. */
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void startsWhenItKnowsWhoseTokensToAcceptAndLetsNobodyInWithoutTheirKeys() throws Exception {
        String auth = "{jwt: {issuer: 'https://issuer.test', audience: usher, jwksFile: '" + folder.resolve("jwks.json")
                + "'}}";
        String config = SampleConfig.ENTITLEMENTS
                + "  api: {host: 127.0.0.1, port: 0, auth: " + auth + "}\n"
                + "  management: {host: 127.0.0.1, port: 0}\n";
        String file = SampleConfig.write(folder, config).toString();
        try (UsherProcess usher = UsherProcess.start(folder, "entitlements", "--config", file)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> apiPort(usher) > 0);

            assertThat(get(apiPort(usher), "/v1/seats/s", "").statusCode()).isEqualTo(401);
            assertThat(get(apiPort(usher), "/v1/seats/s", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(503);
            assertThat(get(apiPort(usher), "/reference", "").statusCode()).isEqualTo(200);
            assertThat(get(usher.managementPort(), "/ready", "").body())
                    .contains("\"name\":\"token issuer\",\"ready\":false", "everybody is refused");
            assertThat(get(usher.managementPort(), "/metrics", "").body())
                    .contains("usher_entitlements_refusals_total{reason=\"missing\"} 1.0")
                    .contains("usher_entitlements_refusals_total{reason=\"keys-unavailable\"} 1.0")
                    .contains("usher_entitlements_refusals_total{reason=\"no-role\"} 0.0");
            assertThat(usher.output())
                    .contains("api request refused reason=keys-unavailable operation=getSeat")
                    .doesNotContain(TOKEN)
                    .doesNotContain(SampleConfig.PASSWORD);

            usher.terminate();
            assertThat(usher.await(Duration.ofSeconds(30))).isEqualTo(128 + 15);
        }
    }

    private static int apiPort(UsherProcess usher) {
        // Fails when the process has ended.
        usher.managementPort();
        Matcher port = API_PORT.matcher(usher.output());
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    private HttpResponse<String> get(int port, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
