package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page that shows the contract, and all it is made of, come from the service itself. */
class ApiReferenceIT {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");
    private static final Pattern STYLE_REFERENCE = Pattern.compile("url\\(\\s*['\"]?([^)'\"]*)|@import\\s+(.*)");

    private static ApiHarness api;

    @BeforeAll
    static void start() {
        api = new ApiHarness();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void theRootLeadsToThePage() {
        Reply reply = get("/");

        assertThat(reply.status()).isEqualTo(302);
        assertThat(URI.create("http://usher/").resolve(reply.headers().get("Location")))
                .hasPath("/reference");
    }

    @Test
    void withASlashAtItsEndItLeadsBack() {
        Reply reply = get("/reference/");

        assertThat(reply.status()).isEqualTo(302);
        assertThat(URI.create("http://usher/reference/").resolve(reply.headers().get("Location")))
                .hasPath("/reference");
    }

    @Test
    void thePageReferencesOnlyWhatIsServed() {
        Reply page = get("/reference");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().get("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body().toString()).doesNotContain("{{", "://", "<style", " style=", "onload");
        List<String> references = REFERENCE
                .matcher(page.body().toString())
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(references).hasSizeGreaterThanOrEqualTo(5).contains("openapi.yaml");
        for (String reference : references) {
            URI uri = URI.create("http://usher/reference").resolve(reference);
            assertThat(uri).hasHost("usher");
            Reply asset = get(uri.getPath());
            assertThat(asset.status()).as(reference).isEqualTo(200);
            assertThat(asset.body().length()).as(reference).isPositive();
            if (reference.endsWith(".css")) {
                assertStyleReferencesNothing(asset.body().toString());
            }
            if (!reference.equals("openapi.yaml")) {
                assertThat(asset.headers().get("Cache-Control")).contains("immutable", "max-age=31536000");
                assertThat(asset.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
            }
        }
    }

    private static void assertStyleReferencesNothing(String css) {
        assertThat(css).doesNotContain("sourceMappingURL");
        assertThat(STYLE_REFERENCE.matcher(css).results().map(MatchResult::group))
                .allMatch(reference -> reference.startsWith("url(data:") || reference.startsWith("url(\"data:"));
    }

    @Test
    void theScriptShowsTheContractAndAsksNobodyElse() {
        String script = asset("reference.js").body().toString();

        assertThat(script).contains("url: 'openapi.yaml'", "validatorUrl: null").doesNotContain("://");
        assertThat(asset("swagger-ui-bundle.js").body().length()).isGreaterThan(1_000_000);
        assertThat(asset("reference.js").headers().get("Content-Type")).startsWith("text/javascript");
    }

    @Test
    void nothingFromElsewhereIsLoadedAndThePageIsNobodysFrame() {
        String policy = get("/reference").headers().get("Content-Security-Policy");

        assertThat(List.of(policy.split("; ")))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .allSatisfy(directive -> assertThat(
                                List.of(directive.split(" ")).subList(1, directive.split(" ").length))
                        .isSubsetOf("'none'", "'self'", "data:"));
        assertThat(get("/reference").headers().get("Cache-Control")).isEqualTo("no-cache");
    }

    /** The path of an asset is the digest of what it holds, so nobody is ever served an old one for a new one. */
    @Test
    void eachAssetHasAPathOfItsOwnContent() {
        assertThat(REFERENCE
                        .matcher(get("/reference").body().toString())
                        .results()
                        .map(match -> match.group(1)))
                .filteredOn(reference -> !reference.equals("openapi.yaml"))
                .allMatch(reference -> reference.matches("reference/[0-9a-f]{16}/[a-z0-9.-]+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reference/x",
                "/reference/index.html",
                "/reference/0123456789abcdef/reference.js",
                "/reference/../openapi/entitlements.yaml",
                "/reference/%2e%2e/db/migration/V1__entitlements.sql"
            })
    void nothingElseIsServed(String path) {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void itShowsNoDataAndCannotBeWritten() {
        assertThat(api.send(HttpMethod.POST, "/reference", Map.of(), null).status())
                .isEqualTo(404);
        assertThat(api.usher.calls()).isEmpty();
    }

    private static Reply asset(String name) {
        return REFERENCE
                .matcher(get("/reference").body().toString())
                .results()
                .map(match -> match.group(1))
                .filter(reference -> reference.endsWith("/" + name))
                .map(reference -> get("/" + reference))
                .findFirst()
                .orElseThrow();
    }

    private static Reply get(String path) {
        return api.send(HttpMethod.GET, path, Map.of(), null);
    }
}
