package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.BridgeConfig;
import dev.usher.runtime.solace.SolaceAuthentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/connecting.md}: its snippets are configuration that the bridge reads, and they show every way to log in. */
class ConnectingGuideTest {
    private static final Pattern SNIPPET = Pattern.compile("(?s)```yaml\\n(.*?)```");
    private static final String SOLACE = """
            solace:
              hosts: [tcp://127.0.0.1:55555]
              vpn: default
              username: bridge
              password: s3cr3t-Pa55
            """;
    private static final String KAFKA = """
            kafka:
              bootstrapServers: 127.0.0.1:9092
              groupId: usher
            """;
    private static final String ROUTES = """
            routes:
              - from: PRICES
                topic: "{countryCode}/{exchange}/{tickerSymbol}"
            """;

    @TempDir
    private Path folder;

    @Test
    void everySnippetIsRead() throws IOException {
        List<String> snippets = SNIPPET.matcher(Files.readString(Repository.file("docs/connecting.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        List<Class<?>> ways = new ArrayList<>();
        for (String snippet : snippets) {
            BridgeConfig bridge = read(snippet);
            assertThat(bridge.toString()).doesNotContain(SampleConfig.PASSWORD);
            if (snippet.startsWith("solace:")) {
                assertThat(bridge.solace().warnings()).isEmpty();
                ways.add(bridge.solace().authentication().getClass());
            } else {
                assertThat(bridge.kafka().properties()).containsKey("sasl.mechanism");
            }
        }
        assertThat(snippets).hasSizeGreaterThan(ways.size());
        assertThat(ways)
                .contains(
                        SolaceAuthentication.Basic.class,
                        SolaceAuthentication.ClientCertificate.class,
                        SolaceAuthentication.OAuth.class);
    }

    private BridgeConfig read(String snippet) {
        String secret =
                SampleConfig.write(folder, "secret", SampleConfig.PASSWORD).toString();
        String own = snippet.replaceAll("/etc/usher-secrets/\\S+", secret);
        String yaml = "bridge:\n" + (own + (own.startsWith("solace:") ? KAFKA : SOLACE) + ROUTES).indent(2);
        return ConfigFile.read(SampleConfig.write(folder, yaml), Map.of(), "bridge", BridgeConfig::from);
    }
}
