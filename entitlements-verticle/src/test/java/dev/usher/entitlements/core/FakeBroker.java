package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.BrokerView;
import dev.usher.entitlements.core.port.Eviction;
import dev.usher.entitlements.core.port.SeatEvents;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A broker in a map. It answers at once, in the order asked, and writes down what was done to it. */
final class FakeBroker implements BrokerView, Subscriptions, AclProfiles, Eviction, SeatEvents {
    final Map<Connection, List<ObservedSubscription>> tables = new LinkedHashMap<>();
    final Map<String, Fence> usernames = new LinkedHashMap<>();
    final List<String> journal = new ArrayList<>();

    /** What happens to a request instead of its being done; empty answer means it is done. */
    Function<String, Optional<Outcome>> script = request -> Optional.empty();

    /** Done between a confirmed injection and the next look at the client. */
    Runnable afterAdd = () -> {};

    boolean adopt;
    int connects;
    boolean viewDown;
    boolean standby;
    final List<String> keptSessions = new ArrayList<>();
    boolean evictionDown;
    boolean removalDown;
    boolean profileDrifted;
    Listener listener;

    BrokerGateway gateway() {
        return new BrokerGateway("local", "usher-manager", adopt, this, this, this, this, this);
    }

    Connection connect(String name, String username, String... held) {
        Connection connection =
                new Connection(name, username, "127.0.0.1:" + (5000 + connects), ++connects, AclProfiles.MANAGED);
        List<ObservedSubscription> table = new ArrayList<>();
        for (String filter : held) {
            table.add(new ObservedSubscription(filter, TopicFilter.parseObserved(filter, connection.isMqtt())));
        }
        tables.put(connection, table);
        usernames.putIfAbsent(username, new Fence(AclProfiles.MANAGED, true));
        return connection;
    }

    List<String> held(Connection client) {
        return tables.getOrDefault(client, List.of()).stream()
                .map(s -> s.filter().toString())
                .sorted()
                .toList();
    }

    private <T> Future<T> view(T value) {
        return viewDown
                ? Future.failedFuture(new BrokerUnavailableException("SEMP timed out", null))
                : Future.succeededFuture(value);
    }

    @Override
    public Future<Void> requireLive(Urgency urgency) {
        return standby
                ? Future.failedFuture(new BrokerUnavailableException("this is a standby", null))
                : Future.succeededFuture();
    }

    @Override
    public Future<List<String>> keptSessionsOf(String clientUsername, Urgency urgency) {
        return view(List.copyOf(keptSessions));
    }

    @Override
    public Future<List<Connection>> clientsOf(String clientUsername, Urgency urgency) {
        journal.add("list " + clientUsername);
        return view(tables.keySet().stream()
                .filter(c -> c.clientUsername().equals(clientUsername))
                .toList());
    }

    @Override
    public Future<List<Connection>> roster(Urgency urgency) {
        return view(List.copyOf(tables.keySet()));
    }

    @Override
    public Future<Optional<Connection>> client(String clientName, Urgency urgency) {
        return view(tables.keySet().stream()
                .filter(c -> c.clientName().equals(clientName))
                .findFirst());
    }

    @Override
    public Future<List<Connection>> find(ClientRef client, Urgency urgency) {
        return view(tables.keySet().stream()
                .filter(c -> client.names(c.clientName()))
                .toList());
    }

    @Override
    public Future<List<ObservedSubscription>> subscriptionsOf(Connection client, Urgency urgency) {
        return view(List.copyOf(tables.getOrDefault(client, List.of())));
    }

    @Override
    public Future<Outcome> add(Connection client, TopicFilter filter) {
        String request = "add " + filter + " to " + client.clientName();
        journal.add(request);
        Outcome outcome = script.apply(request).orElse(null);
        if (outcome == null) {
            // By name, as the real thing: whoever has the name now gets it.
            Optional<Connection> target = tables.keySet().stream()
                    .filter(c -> c.clientName().equals(client.clientName()))
                    .findFirst();
            target.ifPresent(c -> tables.get(c).add(new ObservedSubscription(filter.toString(), filter)));
            outcome = target.isPresent() ? new Outcome.Done() : new Outcome.ClientGone();
        }
        afterAdd.run();
        return Future.succeededFuture(outcome);
    }

    @Override
    public Future<Outcome> remove(Connection client, ObservedSubscription subscription) {
        String request = "remove " + subscription.filter() + " from " + client.clientName();
        journal.add(request);
        if (removalDown) {
            return Future.failedFuture(new BrokerUnavailableException("not connected", null));
        }
        return Future.succeededFuture(script.apply(request).orElseGet(() -> {
            tables.getOrDefault(client, new ArrayList<>())
                    .removeIf(s -> s.filter().equals(subscription.filter()));
            return new Outcome.Done();
        }));
    }

    @Override
    public Future<Boolean> ensureManaged(Urgency urgency) {
        journal.add("check " + MANAGED);
        boolean drifted = profileDrifted;
        profileDrifted = false;
        return Future.succeededFuture(drifted);
    }

    @Override
    public Future<Optional<Fence>> fenceOf(String clientUsername, Urgency urgency) {
        return Future.succeededFuture(Optional.ofNullable(usernames.get(clientUsername)));
    }

    @Override
    public Future<Void> putBehindManaged(String clientUsername, Urgency urgency) {
        journal.add("fence " + clientUsername);
        usernames.put(clientUsername, new Fence(MANAGED, true));
        tables.keySet().removeIf(c -> c.clientUsername().equals(clientUsername));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> disconnect(Connection client) {
        journal.add("disconnect " + client.clientName());
        if (evictionDown) {
            return Future.failedFuture(new BrokerUnavailableException("SEMP timed out", null));
        }
        tables.remove(client);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> start(Listener told) {
        listener = told;
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
