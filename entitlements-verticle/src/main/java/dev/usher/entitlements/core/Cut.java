package dev.usher.entitlements.core;

import java.util.HashSet;
import java.util.Set;

/**
 * Which clients to disconnect as the first step, so that nothing but bytes already sent can still arrive.
 *
 * @param everything all clients of the username
 * @param clients otherwise the clients so referred to
 */
record Cut(boolean everything, Set<ClientRef> clients) {
    static final Cut NONE = new Cut(false, Set.of());
    static final Cut ALL = new Cut(true, Set.of());

    Cut {
        clients = Set.copyOf(clients);
    }

    static Cut only(ClientRef client) {
        return new Cut(false, Set.of(client));
    }

    boolean concerns(Connection connection) {
        return everything || clients.stream().anyMatch(c -> c.names(connection.clientName()));
    }

    boolean isNone() {
        return !everything && clients.isEmpty();
    }

    Cut and(Cut other) {
        Set<ClientRef> union = new HashSet<>(clients);
        union.addAll(other.clients);
        return new Cut(everything || other.everything, union);
    }
}
