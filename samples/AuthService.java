import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What an auth service asks of Usher: a seat at login, more time for it while the login lasts, its end at logout. JDK 17,
 * nothing else. To try it, with USHER and TOKEN as usher dev prints them:
 *
 * <pre>
 * java samples/AuthService.java login 4711 alice
 * java samples/AuthService.java refresh 4711
 * java samples/AuthService.java logout 4711
 * </pre>
 */
public final class AuthService {
    private static final int SEAT_SECONDS = 3600;

    /** How long a login may be held up by a service that is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final String usher;
    private final Supplier<String> token;

    /**
     * @param usher for example {@code http://127.0.0.1:8090/v1}
     * @param token asked for each request, because tokens expire
     */
    public AuthService(String usher, Supplier<String> token) {
        this.usher = usher;
        this.token = token;
    }

    // tag::login[]
    /**
     * Opens the seat of a login, under the login's own name: whoever asks again gets the same seat.
     *
     * @return the seat as JSON; the browser needs {@code client.id}, {@code clientUsername} and {@code noticeTopic} of it
     */
    public String login(String login, String user) throws InterruptedException {
        Answer answer = send(
                "PUT",
                "/seats/" + encoded(login),
                "{\"user\":" + quoted(user) + ",\"expiresInSeconds\":" + SEAT_SECONDS + "}");
        return switch (answer.status()) {
            case 200, 201 -> answer.body();
            // The user is unknown to Usher: logged in, but without data.
            case 404 -> throw new RefusedException("no such user", answer);
            // The user has no client username on the broker; or this login is over, and a new one needs a new name.
            case 409 -> throw new RefusedException("contradicts what is there", answer);
            // A mistake in the request or the configuration; the detail says which, and the way out.
            case 422 -> throw new RefusedException("cannot be done like this", answer);
            default -> throw new RefusedException("refused", answer);
        };
    }
    // end::login[]

    // tag::refresh[]
    /** Lets the seat live for another hour. False if it is over: the user has to log in again. */
    public boolean refresh(String login) throws InterruptedException {
        Answer answer =
                send("PUT", "/seats/" + encoded(login) + "/expiry", "{\"expiresInSeconds\":" + SEAT_SECONDS + "}");
        return switch (answer.status()) {
            case 200 -> true;
            case 404, 409 -> false;
            default -> throw new RefusedException("refused", answer);
        };
    }
    // end::refresh[]

    // tag::logout[]
    /** Closes the seat. True if it is proven that nothing is delivered any more; false: Usher is still at it. */
    public boolean logout(String login) throws InterruptedException {
        Answer answer = send("DELETE", "/seats/" + encoded(login) + "?reason=logout", "");
        return switch (answer.status()) {
            case 200 -> true;
            case 202 -> false;
            // It was never opened.
            case 404 -> true;
            default -> throw new RefusedException("refused", answer);
        };
    }
    // end::logout[]

    // tag::send[]
    /** Every call here can be repeated, so what was not answered, or with 5xx, is asked again until patience ends. */
    private Answer send(String method, String path, String body) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Duration pause = PAUSE;
            String problem;
            try {
                HttpResponse<String> response = http.send(request(method, path, body), BodyHandlers.ofString());
                if (response.statusCode() < 500) {
                    return new Answer(response.statusCode(), response.body());
                }
                problem = response.body();
                pause = response.headers()
                        .firstValue("Retry-After")
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .orElse(PAUSE);
            } catch (IOException e) {
                problem = e.toString();
            }
            if (Instant.now().plus(pause).isAfter(end)) {
                throw new UnavailableException(problem);
            }
            Thread.sleep(pause.toMillis());
        }
    }

    private HttpRequest request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(usher + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token.get())
                .header("Prefer", "wait=5");
        return body.isEmpty()
                ? request.method(method, BodyPublishers.noBody()).build()
                : request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
    }
    // end::send[]

    private record Answer(int status, String body) {}

    /** Usher said no; asking again does not help. The message holds the problem (RFC 9457). */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String what, Answer answer) {
            super(what + " (" + answer.status() + "): " + answer.body());
        }
    }

    /** Usher did not answer in time; what was asked for may have been done. Ask again later. */
    public static final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnavailableException(String problem) {
            super("unavailable: " + problem);
        }
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Names hold no control characters, so this is all that JSON asks for. Use your JSON library instead. */
    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** {@code login <login> <user>}, {@code refresh <login>}, {@code logout <login>}. */
    public static void main(String[] args) throws InterruptedException {
        AuthService service = new AuthService(System.getenv("USHER"), () -> System.getenv("TOKEN"));
        try {
            System.out.println(
                    switch (args[0]) {
                        case "login" -> service.login(args[1], args[2]);
                        case "refresh" -> service.refresh(args[1]) ? "refreshed" : "over";
                        case "logout" -> service.logout(args[1]) ? "enforced" : "pending";
                        default -> throw new IllegalArgumentException("login, refresh or logout, not " + args[0]);
                    });
        } catch (RefusedException | UnavailableException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
