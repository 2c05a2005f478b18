package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Proof;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Small worlds for tests. */
final class Samples {
    static final Caller OPS = new Caller("ops", "because");
    static final UserOnBroker ALICE = new UserOnBroker("alice", "local", "alice");
    static final UserOnBroker BOB = new UserOnBroker("bob", "local", "bob");
    static final ClientRef CLIENT = new ClientRef.Mqtt("c-1");

    private Samples() {}

    static Product product(String id, String... filters) {
        return new Product(id, Arrays.stream(filters).map(TopicFilter::parse).toList());
    }

    static Group group(String id, String... products) {
        return new Group(id, new TreeSet<>(List.of(products)));
    }

    /** A user on broker {@code local} whose client username is the user's name. */
    static User user(String id, List<String> groups, String... products) {
        return user(id, UserStatus.ACTIVE, groups, List.of(products), Map.of("local", id));
    }

    static User user(
            String id, UserStatus status, List<String> groups, List<String> products, Map<String, String> brokers) {
        return new User(id, new TreeSet<>(groups), new TreeSet<>(products), status, brokers);
    }

    /** Alice is at the us-desk and sees NASDAQ; bob has NYSE for himself. */
    static Catalog catalog() {
        return new Catalog(
                List.of(product("nasdaq-l1", "US/NASDAQ/>"), product("nyse-l1", "US/NYSE/>")),
                List.of(group("us-desk", "nasdaq-l1")),
                List.of(user("alice", List.of("us-desk")), user("bob", List.of(), "nyse-l1")));
    }

    static Proof proof(String at) {
        Instant instant = Instant.parse(at);
        return new Proof.Observed(instant.minusMillis(5), instant, 1, 2);
    }

    static Proof proof() {
        return proof("2026-01-01T00:00:00Z");
    }
}
