package dev.usher.broker.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected, under which name: logins, renaming, leaving. Thread-safe; changes are made under the broker's lock, and
 * their events published, so that events are in the order of the changes.
 */
final class Clients {

    private static final Logger log = LoggerFactory.getLogger(Clients.class);

    private final BrokerCore core;
    private final ClientEvents events;
    private final LoginRules rules;
    private final Map<String, Client> connected = new ConcurrentHashMap<>();
    /** Every read on a slow broker asks. */
    private final Map<String, Client> byAddress = new ConcurrentHashMap<>();

    private final AtomicInteger clientIds = new AtomicInteger();
    private final AtomicInteger mqttNumbers = new AtomicInteger();
    private Traffic gone = Traffic.NONE;

    Clients(BrokerCore core, ClientEvents events) {
        this.core = core;
        this.events = events;
        this.rules = new LoginRules(core);
    }

    LoginResult login(LoginRequest request, ClientPort port) {
        Client client;
        Optional<Instant> until;
        synchronized (core.lock()) {
            Identity identity = rules.identify(request);
            Optional<LoginRefusal> refused = rules.refuse(request, identity);
            if (refused.isPresent()) {
                log.debug("login refused reason={} protocol={}", refused.get(), request.protocol());
                core.refused(Refusal.Kind.LOGIN, request.username(), request.clientName(), refused.get());
                return new LoginResult.Refused(refused.get());
            }
            ClientUsername username = rules.usernameFor(request, identity).orElseThrow();
            until = identity.until();
            rules.holderOf(request).ifPresent(old -> old.kick("replaced by a new connection"));
            int id = clientIds.incrementAndGet();
            client = request.protocol() == Protocol.MQTT
                    ? mqttClient(request, port, id, username)
                    : smfClient(request, port, id, username);
            byAddress.put(client.address(), client);
            core.changes().happened();
            events.connected(client);
        }
        log.debug("client connected client={} username={}", client.name(), client.username());
        return new LoginResult.Accepted(client, until);
    }

    private Client mqttClient(LoginRequest request, ClientPort port, int id, ClientUsername username) {
        MqttSessions sessions = core.mqttSessions();
        boolean present = sessions.isKept(request);
        MqttSession session = sessions.open(request, username);
        int number = present && !core.switches().mqttNameStable() ? nextMqttNumber() : session.number();
        String name = "#mqtt/" + request.clientName() + "/" + number;
        Client client = new Client(core, request, port, id, name, username, session, present);
        connected.put(name, client);
        session.attach(client, request.cleanSession());
        return client;
    }

    private Client smfClient(LoginRequest request, ClientPort port, int id, ClientUsername username) {
        String name = request.clientName().isEmpty() ? core.router() + "/" + id : request.clientName();
        Client client = new Client(core, request, port, id, name, username);
        connected.put(name, client);
        return client;
    }

    /** The n of the next {@code #mqtt/<client id>/<n>}. */
    int nextMqttNumber() {
        return mqttNumbers.incrementAndGet();
    }

    /** Ordered by connection. */
    List<Client> all() {
        List<Client> list = new ArrayList<>(connected.values());
        list.sort((a, b) -> Integer.compare(a.clientId(), b.clientId()));
        return list;
    }

    Optional<Client> find(String name) {
        return Optional.ofNullable(connected.get(name));
    }

    Optional<Client> at(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    int count() {
        return connected.size();
    }

    /** Of those that are gone too. */
    Traffic traffic() {
        synchronized (core.lock()) {
            return connected.values().stream().map(Client::traffic).reduce(gone, Traffic::plus);
        }
    }

    /** What those sent and got who are gone is not counted any more. */
    void forgetTraffic() {
        synchronized (core.lock()) {
            gone = Traffic.NONE;
        }
    }

    Optional<LoginRefusal> rename(Client client, String newName) {
        synchronized (core.lock()) {
            String oldName = client.name();
            if (client.isClosed()) {
                return Optional.of(LoginRefusal.SERVICE_UNAVAILABLE);
            }
            if (!LoginRules.validName(newName)) {
                return Optional.of(LoginRefusal.NAME_INVALID);
            }
            if (newName.equals(oldName)) {
                return Optional.empty();
            }
            if (connected.putIfAbsent(newName, client) != null) {
                return Optional.of(LoginRefusal.NAME_IN_USE);
            }
            connected.remove(oldName, client);
            client.setName(newName);
            client.subscriptionSet().leaveFormerInbox();
            core.changes().happened();
            events.renamed(client, oldName);
            return Optional.empty();
        }
    }

    /** Returns whether the client was still here. */
    boolean leave(Client client, String reason) {
        synchronized (core.lock()) {
            if (client.isClosed()) {
                return false;
            }
            client.markClosed();
            connected.remove(client.name(), client);
            byAddress.remove(client.address(), client);
            gone = gone.plus(client.traffic());
            client.session().ifPresentOrElse(core.mqttSessions()::leave, client.subscriptionSet()::clear);
            if (core.switches().oboEndsWithManager()) {
                core.subscriptionSets().forEach(s -> s.removeAddedBy(client));
            }
            core.changes().happened();
            events.disconnected(client, reason);
        }
        log.debug("client disconnected client={} reason={}", client.name(), reason);
        return true;
    }
}
