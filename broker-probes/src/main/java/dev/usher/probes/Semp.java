package dev.usher.probes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * SEMP v2 as it is on the wire. What the broker says there, status and code and page by page, is itself asked about, so nothing is
 * interpreted, repeated or hidden. One request at a time, never faster than the pause allows.
 */
public final class Semp {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10_000;
    private static final String CURSOR = "cursor=";

    private final BrokerUnderTest broker;
    private final HttpClient http;
    private final String authorization;
    private long nextStart = System.nanoTime();

    Semp(BrokerUnderTest broker) {
        this.broker = broker;
        this.authorization = basic(broker.admin().username(), broker.admin().password());
        HttpClient.Builder client = HttpClient.newBuilder();
        broker.trustStore().map(TrustStore::context).ifPresent(client::sslContext);
        this.http = client.version(HttpClient.Version.HTTP_1_1)
                // Basic credentials open a management session for each request that does not bring its cookie back.
                .cookieHandler(new CookieManager())
                .connectTimeout(broker.patience())
                .build();
    }

    /** The identifying values of one object: {@code a,b}, each encoded and the comma raw. */
    public static String key(String... values) {
        List<String> encoded = new ArrayList<>();
        for (String value : values) {
            encoded.add(URLEncoder.encode(value, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("*", "%2A"));
        }
        return String.join(",", encoded);
    }

    /** A path of the config API below the Message VPN; {@code rest} is encoded already. */
    public String config(String rest) {
        return "/SEMP/v2/config/msgVpns/" + key(broker.vpn()) + rest;
    }

    /** A path of the monitor API below the Message VPN. */
    public String monitor(String rest) {
        return "/SEMP/v2/monitor/msgVpns/" + key(broker.vpn()) + rest;
    }

    /** A path of the action API below the Message VPN. */
    public String action(String rest) {
        return "/SEMP/v2/action/msgVpns/" + key(broker.vpn()) + rest;
    }

    public Reply get(String path) {
        return send("GET", path, null, authorization);
    }

    public Reply post(String path, JsonObject body) {
        return send("POST", path, body.encode(), authorization);
    }

    public Reply put(String path, JsonObject body) {
        return send("PUT", path, body.encode(), authorization);
    }

    public Reply patch(String path, JsonObject body) {
        return send("PATCH", path, body.encode(), authorization);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null, authorization);
    }

    /** Any body, for asking what a broker makes of nonsense. */
    public Reply post(String path, String body) {
        return send("POST", path, body, authorization);
    }

    /** With other credentials than the given ones. */
    public Reply getAs(String username, String password, String path) {
        return new Semp(broker.withAdmin(new BrokerUnderTest.Admin(username, password))).get(path);
    }

    /** All objects of a collection, following the cursor whatever a page holds. */
    public List<JsonObject> list(String path) {
        List<JsonObject> all = new ArrayList<>();
        pages(path, PAGE).forEach(page -> all.addAll(page.objects()));
        return all;
    }

    /** The pages of a collection as they come. */
    public List<Reply> pages(String path, int count) {
        List<Reply> pages = new ArrayList<>();
        String first = path + (path.indexOf('?') < 0 ? "?" : "&") + "count=" + count;
        Optional<String> next = Optional.of(first);
        while (next.isPresent()) {
            Reply page = get(next.get()).orCannotTell("listing " + path);
            pages.add(page);
            if (pages.size() > MOST_PAGES) {
                throw new CannotTell(path + " has no last page");
            }
            next = page.cursor().map(cursor -> first + "&cursor=" + cursor);
        }
        return pages;
    }

    private Reply send(String method, String path, String body, String credentials) {
        pace();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .timeout(broker.patience())
                .header("Authorization", credentials)
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return Reply.read(method + " " + path, response.statusCode(), response.body());
        } catch (IOException e) {
            throw new CannotTell("no answer to " + method + " " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotTell("interrupted", e);
        }
    }

    private synchronized void pace() {
        long wait = nextStart - System.nanoTime();
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = nextStart - System.nanoTime();
        }
        nextStart = System.nanoTime() + broker.sempPause().toNanos();
    }

    private String base() {
        String text = broker.semp().toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /**
     * An answer.
     *
     * @param code {@code meta.error.code}; 0 when there was no error
     */
    public record Reply(String request, int status, int code, String description, JsonObject body) {
        static final int UNAUTHORIZED = 72;

        static Reply read(String request, int status, String text) {
            JsonObject body;
            try {
                body = text == null || text.isBlank() ? new JsonObject() : new JsonObject(text);
            } catch (RuntimeException e) {
                body = new JsonObject();
            }
            JsonObject meta = body.getValue("meta") instanceof JsonObject m ? m : new JsonObject();
            JsonObject error = meta.getValue("error") instanceof JsonObject e ? e : new JsonObject();
            return new Reply(request, status, error.getInteger("code", 0), error.getString("description", ""), body);
        }

        public boolean ok() {
            return status == 200 && code == 0;
        }

        /** What a fact about refusals is compared by: {@code 200}, or HTTP status and code such as {@code 400/6}. */
        public String statusAndCode() {
            return ok() ? "200" : status + "/" + code;
        }

        public JsonObject data() {
            return body.getValue("data") instanceof JsonObject data ? data : new JsonObject();
        }

        public List<JsonObject> objects() {
            List<JsonObject> objects = new ArrayList<>();
            if (body.getValue("data") instanceof JsonArray array) {
                array.forEach(o -> objects.add((JsonObject) o));
            }
            return objects;
        }

        /** @throws CannotTell when it was refused; missing rights are named as such */
        public Reply orCannotTell(String doing) {
            if (ok()) {
                return this;
            }
            String why = status == 401 || code == UNAUTHORIZED ? "the SEMP user lacks the right: " : "SEMP refused: ";
            throw new CannotTell(why + doing + " was answered HTTP " + status + ", code " + code + " " + description);
        }

        /** Encoded; empty on the last page. */
        Optional<String> cursor() {
            JsonObject meta = body.getValue("meta") instanceof JsonObject m ? m : new JsonObject();
            if (!(meta.getValue("paging") instanceof JsonObject paging)) {
                return Optional.empty();
            }
            // Inside the URI it is encoded for certain; of that nothing else counts, behind a proxy its host is wrong.
            for (String parameter : paging.getString("nextPageUri", "").split("[?&]")) {
                if (parameter.startsWith(CURSOR)) {
                    return Optional.of(parameter.substring(CURSOR.length()));
                }
            }
            return Optional.ofNullable(paging.getString("cursorQuery")).map(Semp::key);
        }
    }
}
