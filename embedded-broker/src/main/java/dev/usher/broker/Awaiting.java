package dev.usher.broker;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.Refusal;
import dev.usher.broker.core.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for the broker to come into some state, and says what state it is in when it does not. */
final class Awaiting {

    private static final int SHOWN = 20;

    private final BrokerCore core;

    Awaiting(BrokerCore core) {
        this.core = core;
    }

    Optional<Client> find(String who) {
        return core.clients().stream().filter(c -> isCalled(c, who)).findFirst();
    }

    Client client(String who, Duration limit) {
        return await("a client \"" + who + "\"", limit, () -> find(who));
    }

    void noClient(String who, Duration limit) {
        await("no client \"" + who + "\"", limit, () -> absent(find(who)));
    }

    void noClients(Duration limit) {
        await("nobody connected", limit, () -> core.clients().isEmpty() ? Optional.of(true) : Optional.empty());
    }

    Client subscription(String who, String filter, Duration limit) {
        return await(
                "a client \"%s\" with the subscription \"%s\"".formatted(who, filter),
                limit,
                () -> subscriber(who, filter));
    }

    void noSubscription(String who, String filter, Duration limit) {
        await(
                "no client \"%s\" with the subscription \"%s\"".formatted(who, filter),
                limit,
                () -> absent(subscriber(who, filter)));
    }

    List<Message> received(String smfFilter, int count, Duration limit) {
        Filter filter = Filter.smf(smfFilter);
        return await("%d messages received on \"%s\"".formatted(count, smfFilter), limit, () -> {
            List<Message> received = core.journal().matching(filter);
            return received.size() < count ? Optional.empty() : Optional.of(received);
        });
    }

    private <T> T await(String what, Duration limit, Supplier<Optional<T>> look) {
        try {
            return core.await(limit, look)
                    .orElseThrow(() -> new AssertionError(
                            "not within %s ms: %s%n%s".formatted(limit.toMillis(), what, picture())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }

    private static Optional<Boolean> absent(Optional<Client> client) {
        return client.isPresent() ? Optional.empty() : Optional.of(true);
    }

    private static boolean isCalled(Client client, String who) {
        return client.name().equals(who)
                || client.username().equals(who)
                || client.originalUsername().equals(who)
                || client.mqttClientId().filter(who::equals).isPresent();
    }

    private Optional<Client> subscriber(String who, String filter) {
        List<Filter> wanted = parse(filter);
        return core.clients().stream()
                .filter(c -> isCalled(c, who))
                .filter(c -> c.subscriptions().stream()
                        .anyMatch(s -> s.text().equals(filter) || wanted.contains(s.filter())))
                .findFirst();
    }

    /** In either protocol's syntax: both spell the subscriptions of one table. */
    private static List<Filter> parse(String filter) {
        Filter smf = Filter.smf(filter);
        try {
            return List.of(smf, Filter.mqtt(filter));
        } catch (IllegalArgumentException notMqtt) {
            return List.of(smf);
        }
    }

    /** What there is: clients, their subscriptions, received topics, refusals. */
    private String picture() {
        List<String> lines = new ArrayList<>();
        section(
                lines,
                "connected",
                core.clients().stream().map(Awaiting::describe).toList());
        section(lines, "received", topics());
        section(
                lines,
                "refused",
                core.refusals().stream().map(Refusal::toString).toList());
        return String.join(System.lineSeparator(), lines);
    }

    private static void section(List<String> lines, String title, List<String> entries) {
        if (entries.isEmpty()) {
            lines.add("  " + title + ": nothing");
            return;
        }
        lines.add("  " + title + ":");
        // The newest say most about what a test has just done.
        int hidden = Math.max(0, entries.size() - SHOWN);
        if (hidden > 0) {
            lines.add("    ... " + hidden + " more, older");
        }
        entries.subList(hidden, entries.size()).forEach(e -> lines.add("    " + e));
    }

    private static String describe(Client client) {
        List<String> filters = client.subscriptions().stream()
                .filter(s -> s.origin() != Subscription.Origin.BROKER)
                .map(Subscription::text)
                .toList();
        int hidden = Math.max(0, filters.size() - SHOWN);
        return "%s (%s, username %s%s) subscribed to %s%s"
                .formatted(
                        client.name(),
                        client.protocol() == Protocol.MQTT ? "MQTT" : "SMF",
                        client.originalUsername(),
                        client.username().equals(client.originalUsername()) ? "" : " as " + client.username(),
                        filters.isEmpty() ? "nothing" : String.join(", ", filters.subList(hidden, filters.size())),
                        hidden == 0 ? "" : " and " + hidden + " more");
    }

    private List<String> topics() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        core.journal().all().forEach(m -> counts.merge(m.topic(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " (" + e.getValue() + " times)"))
                .toList();
    }
}
