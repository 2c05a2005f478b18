package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.BrokerView;
import dev.usher.entitlements.core.port.Eviction;
import dev.usher.entitlements.core.port.KeptSessions;
import dev.usher.entitlements.core.port.Notices;
import dev.usher.entitlements.core.port.SeatEvents;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A broker in a map. It answers at once, in the order asked, and writes down what was done to it. What it shows can be made to
 * lag.
 */
final class FakeBroker implements BrokerView, Subscriptions, KeptSessions, AclProfiles, Eviction, SeatEvents, Notices {
    final Map<Connection, List<ObservedSubscription>> tables = new LinkedHashMap<>();
    final Map<String, Standing> usernames = new LinkedHashMap<>();
    final List<String> journal = new ArrayList<>();

    /** What happens to a request instead of its being done; empty answer means it is done. */
    Function<String, Optional<Outcome>> script = request -> Optional.empty();

    /** Done between a confirmed injection and the next look at the client. */
    Runnable afterAdd = () -> {};

    /** Done once between the last look and the first injection. */
    Runnable afterView = () -> {};

    /** Done once between a list of clients and what is read next. */
    Runnable afterList = () -> {};

    boolean adopt;
    int connects;
    boolean viewDown;
    boolean standby;
    final Map<String, List<KeptSession>> kept = new LinkedHashMap<>();
    final Map<String, ProfileSpec> profiles = new LinkedHashMap<>();
    final List<String> notices = new ArrayList<>();
    Set<String> reaches = Set.of("mqtt", "smf");
    Set<String> clientProfiles = Set.of("default");
    boolean shownWhileAway = true;
    SubscriptionLimits limits = new SubscriptionLimits(1_000_000, 1_000_000);
    boolean limitsDown;
    Promise<Void> slowNotices;
    boolean evictionDown;
    boolean removalDown;
    final Set<String> drifted = new HashSet<>();
    Listener listener;
    private Lag lag;
    private Picture picture;

    /** What it shows may be so old. */
    private record Lag(ManualTime time, Duration longest) {}

    private record Picture(
            Instant at, Map<Connection, List<ObservedSubscription>> tables, Map<String, List<KeptSession>> kept) {}

    /** From now on it shows what it is {@link #photographed} as, for so long. */
    void lagging(ManualTime time, Duration longest) {
        lag = new Lag(time, longest);
    }

    /** For as long as it lags it shows what is the case now. */
    void photographed() {
        Map<Connection, List<ObservedSubscription>> now = new LinkedHashMap<>();
        tables.forEach((client, table) -> now.put(client, List.copyOf(table)));
        Map<String, List<KeptSession>> sessions = new LinkedHashMap<>();
        kept.forEach((username, all) -> sessions.put(username, List.copyOf(all)));
        picture = new Picture(lag.time().instant(), now, sessions);
    }

    private boolean showsThePicture() {
        return picture != null && lag.time().instant().isBefore(picture.at().plus(lag.longest()));
    }

    private Map<Connection, List<ObservedSubscription>> shown() {
        return showsThePicture() ? picture.tables() : tables;
    }

    @Override
    public Future<Void> caughtUp() {
        if (lag == null) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        lag.time().vertx().setTimer(lag.longest().toMillis(), timer -> over.complete());
        return over.future();
    }

    BrokerGateway gateway() {
        return new BrokerGateway("local", "usher-manager", adopt, this, this, this, this, this, this, this);
    }

    Connection connect(String name, String username, String... held) {
        usernames.putIfAbsent(username, new Standing(username, ProfileSpec.MANAGED.name(), "default", true, false));
        Connection connection = new Connection(
                name,
                username,
                "127.0.0.1:" + (5000 + connects),
                ++connects,
                usernames.get(username).aclProfile());
        List<ObservedSubscription> table = new ArrayList<>();
        for (String filter : held) {
            table.add(new ObservedSubscription(filter, TopicFilter.parseObserved(filter, connection.isMqtt())));
        }
        tables.put(connection, table);
        return connection;
    }

    /** A durable session with subscriptions of one quality of service. */
    KeptSession keep(String username, String clientId, int qos, long queued, String... held) {
        KeptSession session = new KeptSession(
                clientId,
                "primary",
                Stream.of(held)
                        .map(f -> new KeptSession.Entry(
                                new ObservedSubscription(f, TopicFilter.parseObserved(f, true)), qos))
                        .toList(),
                queued);
        kept.computeIfAbsent(username, u -> new ArrayList<>()).add(session);
        return session;
    }

    /** What the durable sessions of a username are subscribed to. */
    List<String> keptBy(String username) {
        return kept.getOrDefault(username, List.of()).stream()
                .flatMap(session -> session.subscriptions().stream())
                .map(entry -> entry.subscription().filter().toString())
                .toList();
    }

    /** Without notice topics, which every seat's client has. */
    List<String> held(Connection client) {
        return everythingOn(client)
                .filter(f -> !f.startsWith("usher/"))
                .sorted()
                .toList();
    }

    List<String> noticeTopicsOf(Connection client) {
        return everythingOn(client).filter(f -> f.startsWith("usher/")).toList();
    }

    private Stream<String> everythingOn(Connection client) {
        return tables.getOrDefault(client, List.of()).stream()
                .map(s -> s.filter().toString());
    }

    /** What was done, without notice topics. */
    List<String> done() {
        return journal.stream().filter(j -> !j.contains("usher/notice/")).toList();
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
    public Future<List<KeptSession>> of(String clientUsername, Urgency urgency) {
        return view(List.copyOf((showsThePicture() ? picture.kept() : kept).getOrDefault(clientUsername, List.of())));
    }

    @Override
    public Future<Outcome> remove(KeptSession session, ObservedSubscription subscription) {
        String request = "remove " + subscription.filter() + " from session " + session.clientId();
        journal.add(request);
        return Future.succeededFuture(script.apply(request).orElseGet(() -> {
            kept.values().forEach(sessions -> sessions.replaceAll(s -> without(s, session, subscription)));
            return new Outcome.Done();
        }));
    }

    private static KeptSession without(KeptSession now, KeptSession session, ObservedSubscription subscription) {
        return now.clientId().equals(session.clientId())
                ? new KeptSession(
                        now.clientId(),
                        now.virtualRouter(),
                        now.subscriptions().stream()
                                .filter(e -> !e.subscription().equals(subscription))
                                .toList(),
                        now.queued())
                : now;
    }

    @Override
    public Future<Outcome> delete(KeptSession session) {
        String request = "delete session " + session.clientId();
        journal.add(request);
        return Future.succeededFuture(script.apply(request).orElseGet(() -> {
            kept.values()
                    .forEach(sessions -> sessions.removeIf(s -> s.clientId().equals(session.clientId())));
            tables.keySet().removeIf(c -> new ClientRef.Mqtt(session.clientId()).names(c.clientName()));
            return new Outcome.Done();
        }));
    }

    @Override
    public Future<SubscriptionLimits> limits(String clientProfile, Urgency urgency) {
        return limitsDown ? Future.failedFuture(new BrokerUnavailableException("SEMP timed out", null)) : view(limits);
    }

    @Override
    public Set<String> reaches() {
        return reaches;
    }

    @Override
    public boolean shownWhileAway() {
        return shownWhileAway;
    }

    @Override
    public String way() {
        return "smf";
    }

    @Override
    public Future<Void> publish(Notice notice) {
        notices.add(notice.kind() + " " + notice.seat().id() + " " + notice.filters() + " " + notice.reason());
        journal.add("notice " + notice.kind());
        return slowNotices == null ? Future.succeededFuture() : slowNotices.future();
    }

    @Override
    public Future<List<Connection>> clientsOf(String clientUsername, Urgency urgency) {
        journal.add("list " + clientUsername);
        List<Connection> listed = shown().keySet().stream()
                .filter(c -> c.clientUsername().equals(clientUsername))
                .toList();
        Runnable once = afterList;
        afterList = () -> {};
        once.run();
        return view(listed);
    }

    @Override
    public Future<List<Connection>> roster(Urgency urgency) {
        return view(List.copyOf(shown().keySet()));
    }

    @Override
    public Future<Optional<Connection>> client(String clientName, Urgency urgency) {
        return view(shown().keySet().stream()
                .filter(c -> c.clientName().equals(clientName))
                .findFirst());
    }

    @Override
    public Future<List<Connection>> find(ClientRef client, Urgency urgency) {
        return view(shown().keySet().stream()
                .filter(c -> client.names(c.clientName()))
                .toList());
    }

    @Override
    public Future<Optional<List<ObservedSubscription>>> subscriptionsOf(Connection client, Urgency urgency) {
        return view(Optional.ofNullable(shown().get(client)).map(List::copyOf));
    }

    @Override
    public Future<Outcome> add(Connection client, TopicFilter filter) {
        Runnable once = afterView;
        afterView = () -> {};
        once.run();
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
    public Future<Boolean> ensure(ProfileSpec profile, Urgency urgency) {
        journal.add("check " + profile.name());
        ProfileSpec before = profiles.put(profile.name(), profile);
        boolean wider = before != null && !profile.exceptions().containsAll(before.exceptions());
        boolean drifted = this.drifted.remove(profile.name());
        return Future.succeededFuture(drifted || wider);
    }

    @Override
    public Future<Optional<Standing>> standingOf(String clientUsername, Urgency urgency) {
        return Future.succeededFuture(Optional.ofNullable(usernames.get(clientUsername)));
    }

    @Override
    public Future<List<Standing>> standings(Urgency urgency) {
        return view(List.copyOf(usernames.values()));
    }

    @Override
    public Future<Void> put(String clientUsername, String aclProfile, Optional<String> clientProfile, Urgency urgency) {
        journal.add("fence " + clientUsername);
        if (clientProfile.isPresent() && !clientProfiles.contains(clientProfile.get())) {
            return Future.failedFuture(new RefusedException("there is no client profile " + clientProfile.get()));
        }
        Standing before = usernames.get(clientUsername);
        usernames.put(
                clientUsername,
                new Standing(clientUsername, aclProfile, clientProfile.orElse(before.clientProfile()), true, false));
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
