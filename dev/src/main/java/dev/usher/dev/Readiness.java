package dev.usher.dev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for services to say that they are ready. */
final class Readiness {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;

    private Readiness() {}

    static void await(URI... managements) throws InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (URI management : managements) {
            String answer = ask(http, management);
            while (!answer.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("not ready within " + LIMIT.toSeconds() + " s: " + answer);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                answer = ask(http, management);
            }
        }
    }

    /** Empty when ready, otherwise what the service says. */
    private static String ask(HttpClient http, URI management) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(management.resolve("/ready"))
                            .timeout(Duration.ofSeconds(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? "" : response.body();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
