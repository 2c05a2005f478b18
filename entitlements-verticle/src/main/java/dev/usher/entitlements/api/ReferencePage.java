package dev.usher.entitlements.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The contract for people: Swagger UI at {@code /reference}, rendering {@code /openapi.yaml}. Open to everybody, since it
 * shows no data; whoever wants to try an operation out needs a token there as anywhere else.
 *
 * <p>All its files come from memory, a fixed few, each under a path that holds the digest of its content, and the page may
 * load nothing from anywhere else. References are relative, so that it also works below a proxy's path.
 */
final class ReferencePage {
    static final String PATH = "/reference";

    private static final String WEBJAR = "org.webjars/swagger-ui";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";

    /** Scripts, styles and requests to this server alone. Swagger UI's style sheet has its icons as data. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record Asset(String type, Buffer content) {}

    private final Map<String, Asset> byPath;
    private final Buffer page;

    private ReferencePage(Map<String, Asset> byPath, Buffer page) {
        this.byPath = byPath;
        this.page = page;
    }

    /** Reads all of it; fails with {@link IOException} if something is not packaged. */
    static Future<ReferencePage> load(Vertx vertx) {
        return vertx.executeBlocking(ReferencePage::read);
    }

    private static ReferencePage read() throws IOException {
        Properties webjar = new Properties();
        webjar.load(new java.io.ByteArrayInputStream(resource("/META-INF/maven/" + WEBJAR + "/pom.properties")));
        String swagger = "/META-INF/resources/webjars/swagger-ui/" + webjar.getProperty("version") + "/";
        Map<String, Asset> byName = new LinkedHashMap<>();
        byName.put(
                "swagger-ui-bundle.js",
                new Asset(JAVASCRIPT, Buffer.buffer(resource(swagger + "swagger-ui-bundle.js"))));
        byName.put(
                "swagger-ui.css",
                new Asset(CSS, Buffer.buffer(withoutSourceMap(resource(swagger + "swagger-ui.css")))));
        byName.put("favicon-32x32.png", new Asset("image/png", Buffer.buffer(resource(swagger + "favicon-32x32.png"))));
        byName.put("reference.js", new Asset(JAVASCRIPT, Buffer.buffer(resource("/reference/reference.js"))));
        byName.put("reference.css", new Asset(CSS, Buffer.buffer(resource("/reference/reference.css"))));

        String html = new String(resource("/reference/index.html"), StandardCharsets.UTF_8);
        Map<String, Asset> byPath = new LinkedHashMap<>();
        for (Map.Entry<String, Asset> asset : byName.entrySet()) {
            String path = PATH + "/" + digest(asset.getValue().content()) + "/" + asset.getKey();
            byPath.put(path, asset.getValue());
            html = html.replace("{{" + asset.getKey() + "}}", path.substring(1));
        }
        return new ReferencePage(byPath, Buffer.buffer(html));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ReferencePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    /** The source map is not packaged. */
    private static String withoutSourceMap(byte[] css) {
        return new String(css, StandardCharsets.UTF_8).replaceAll("/\\*# sourceMappingURL=[^*]*\\*/", "");
    }

    private static String digest(Buffer content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds its routes. */
    void mountOn(Router root) {
        root.get("/").handler(context -> redirect(context, "reference"));
        root.get(PATH).handler(this::servePage);
        root.get(PATH + "/*").handler(this::serveAsset);
    }

    private void servePage(RoutingContext context) {
        if (context.request().path().endsWith("/")) {
            // Relative references would lead one level too deep.
            redirect(context, "../reference");
            return;
        }
        guarded(context)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(page);
    }

    private void serveAsset(RoutingContext context) {
        Asset asset = byPath.get(context.request().path());
        if (asset == null) {
            context.next();
            return;
        }
        guarded(context)
                .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .end(asset.content());
    }

    private static void redirect(RoutingContext context, String location) {
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }

    private static HttpServerResponse guarded(RoutingContext context) {
        return context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
    }
}
