package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.entitlements.core.Usher.SeatRequest;
import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.AclProfiles.RefusedException;
import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.BrokerView;
import dev.usher.entitlements.core.port.EnforcementObserver;
import dev.usher.entitlements.core.port.KeptSessions;
import dev.usher.entitlements.core.port.Notices;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** The whole core behind its facade, with a store and a broker in maps and a time that stands still. */
final class Facade {
    static final Duration WAIT = Duration.ofSeconds(5);
    static final Caller CALLER = new Caller("test", "");

    final ManualTime time = new ManualTime();
    final InMemoryStore store = new InMemoryStore(time);
    final FakeBroker broker = new FakeBroker();
    final List<Notice> notices = new ArrayList<>();
    final List<KeptSession> kept = new ArrayList<>();
    final List<Urgency> urgencies = new ArrayList<>();
    final Set<String> refusedProfiles = new HashSet<>();

    /** Limits by client profile. */
    Function<String, SubscriptionLimits> limits = profile -> new SubscriptionLimits(1000, 1000);

    /** Lets the reading of a username's standing go on. */
    Supplier<Future<Void>> gate = Future::succeededFuture;

    Runnable beforeKept = () -> {};
    Set<String> reaches = Set.of("mqtt", "smf");
    String way = "smf";
    boolean clientsChosen = true;
    boolean adopt;
    private UsherCore core;

    /** The facade; what is set on this stage before is what it finds. */
    Usher usher() {
        return core().usher();
    }

    UsherCore core() {
        if (core == null) {
            core = new UsherCore(
                    time.vertx(),
                    store,
                    List.of(gateway()),
                    new UsherCore.Settings(clientsChosen, Duration.ofHours(1), Duration.ofHours(1)),
                    new Unobserved(),
                    time);
        }
        return core;
    }

    /** With the watch and the boundary clock going. */
    Facade started() {
        core().start();
        return this;
    }

    private BrokerGateway gateway() {
        broker.adopt = adopt;
        broker.clientProfiles = Set.of("default", "gold", "silver");
        BrokerView view = over(
                BrokerView.class,
                Map.of(
                        "limits",
                        args -> broker.viewDown ? away() : Future.succeededFuture(limits.apply((String) args[0]))));
        Subscriptions subscriptions = over(
                Subscriptions.class,
                Map.of("reaches", args -> reaches, "way", args -> way, "shownWhileAway", args -> true));
        KeptSessions keptSessions = over(KeptSessions.class, Map.of("of", args -> {
            beforeKept.run();
            return Future.succeededFuture(List.copyOf(kept));
        }));
        AclProfiles profiles = over(
                AclProfiles.class,
                Map.of(
                        "standingOf",
                        args -> {
                            urgencies.add((Urgency) args[1]);
                            return broker.standingOf((String) args[0], (Urgency) args[1])
                                    .compose(standing -> gate.get().map(standing));
                        },
                        "put",
                        args -> refusedProfiles.contains(args[1])
                                ? Future.failedFuture(new RefusedException("there is no ACL profile " + args[1]))
                                : put(args)));
        Notices published = notice -> {
            notices.add(notice);
            return Future.succeededFuture();
        };
        return new BrokerGateway(
                "local",
                "usher-manager",
                adopt,
                view,
                subscriptions,
                keptSessions,
                profiles,
                broker,
                broker,
                published);
    }

    @SuppressWarnings("unchecked")
    private Future<Void> put(Object[] args) {
        return broker.put((String) args[0], (String) args[1], (Optional<String>) args[2], (Urgency) args[3]);
    }

    private static Future<Object> away() {
        return Future.failedFuture(new BrokerUnavailableException("SEMP timed out", null));
    }

    /** The broker's port with other answers to some of its methods. */
    @SuppressWarnings("unchecked")
    private <T> T over(Class<T> port, Map<String, Function<Object[], Object>> answers) {
        return (T) Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, args) -> answers.containsKey(method.getName())
                        ? answers.get(method.getName()).apply(args)
                        : invoke(method, args));
    }

    private Object invoke(Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(broker, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    Facade product(String id, String... filters) {
        return define(new Intent.DefineProduct(
                new Product(id, Arrays.stream(filters).map(TopicFilter::parse).toList())));
    }

    Facade user(String id, String... products) {
        return define(defining(id, products));
    }

    /** A user mapped to the client username of the same name. */
    static Intent.DefineUser defining(String id, String... products) {
        User user = new User(id, Set.of(), Set.of(products), UserStatus.ACTIVE, Map.of("local", id));
        return new Intent.DefineUser(new UserDefinition(user, Optional.empty()));
    }

    /** A user whose only group is the profile group. */
    Facade member(String id, String group, String... products) {
        User user = new User(
                id,
                new TreeSet<>(Set.of(group)),
                Grants.ofProducts(List.of(products)),
                UserStatus.ACTIVE,
                Optional.of(group),
                Map.of("local", id));
        return define(new Intent.DefineUser(new UserDefinition(user, Optional.empty())));
    }

    Facade define(Intent intent) {
        done(store.commit(intent, CALLER, Optional.empty()));
        return this;
    }

    /** A client username of the broker that is not behind a profile of ours. */
    Facade username(String name, String aclProfile, String clientProfile) {
        broker.usernames.put(name, new Standing(name, aclProfile, clientProfile, true, false));
        return this;
    }

    static SeatRequest request(String user, String client, String... wanted) {
        return new SeatRequest(
                Optional.empty(),
                user,
                Optional.empty(),
                Optional.of("mqtt"),
                Optional.of(client),
                wanted.length == 0
                        ? Optional.empty()
                        : Optional.of(
                                Arrays.stream(wanted).map(TopicFilter::parse).toList()),
                Optional.empty());
    }

    SeatAnswer open(String user, String client, String... wanted) {
        return done(usher().openSeat(request(user, client, wanted), CALLER, Optional.empty(), WAIT));
    }

    static <T> T done(Future<T> future) {
        assertThat(future.isComplete()).as("complete").isTrue();
        if (future.failed()) {
            throw new AssertionError(future.cause());
        }
        return future.result();
    }

    static Throwable failure(Future<?> future) {
        assertThat(future.failed()).as("failed").isTrue();
        return future.cause();
    }

    static String tab(String client) {
        return "#mqtt/" + client + "/1";
    }

    private static final class Unobserved implements EnforcementObserver {
        @Override
        public void ran(UserOnBroker target, Enforcement outcome, Duration took) {}

        @Override
        public void swept(String name, boolean succeeded) {}
    }
}
