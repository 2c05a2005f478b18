package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.client.impl.WebClientInternal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps every exchange of a web client, and holds them against the published specifications. Without those it says so,
 * once, and holds them against nothing.
 */
final class ExchangeRecorder {
    private static final String SENT = "sent";
    private static final Optional<Contract> CONTRACT = contract();

    private final ConcurrentLinkedQueue<Exchange> exchanges = new ConcurrentLinkedQueue<>();

    private static Optional<Contract> contract() {
        Optional<Path> folder = PublishedSpecification.folder();
        if (folder.isEmpty()) {
            System.err.println("SKIPPED: SEMP exchanges are not checked: " + PublishedSpecification.MISSING);
        }
        return folder.map(f -> {
            Map<String, JsonObject> specs = new HashMap<>();
            for (String api : List.of("config", "monitor", "action")) {
                specs.put(api, PublishedSpecification.json(f, api));
            }
            return new Contract(specs);
        });
    }

    void record(WebClient client) {
        ((WebClientInternal) client).addInterceptor(this::onPhase);
    }

    private void onPhase(HttpContext<?> context) {
        if (context.phase() == ClientPhase.PREPARE_REQUEST) {
            // It is gone by the time of the answer.
            context.set(SENT, Optional.ofNullable(sent(context.body())));
        } else if (context.phase() == ClientPhase.DISPATCH_RESPONSE) {
            Optional<JsonObject> sent = context.get(SENT);
            exchanges.add(new Exchange(
                    context.requestOptions().getMethod().name(),
                    context.requestOptions().getURI(),
                    sent.orElse(null),
                    context.response().statusCode(),
                    json(context.response().bodyAsBuffer())));
        }
        context.next();
    }

    private static JsonObject sent(Object body) {
        if (body instanceof JsonObject object) {
            return object;
        }
        return body instanceof Buffer buffer ? json(buffer) : null;
    }

    private static JsonObject json(Buffer buffer) {
        try {
            return buffer == null || buffer.length() == 0 ? null : new JsonObject(buffer);
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    /** Every exchange since the last time is what the specifications say. */
    void verify() {
        List<Exchange> all = new ArrayList<>(exchanges);
        exchanges.clear();
        assertThat(all).as("recorded exchanges").isNotEmpty();
        CONTRACT.ifPresent(contract -> assertThat(
                        all.stream().flatMap(e -> contract.problems(e).stream()).distinct())
                .as("exchanges against the published SEMP v2 specifications")
                .isEmpty());
    }
}
