package dev.usher.broker.core;

import dev.usher.broker.core.Fault.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Faults a test can inject. What is armed lasts until it is disarmed, spent, or {@link #clear()}ed; ask {@link #unused()}
 * at the end whether all of it was needed. Thread-safe.
 */
public final class Faults {

    /** A connection that looks again at {@link #isFrozen} and {@link #slowness} when it is told that they changed. */
    public interface Watcher {
        /** Called on any thread; must not block. */
        void faultsChanged();

        /** The broker was reset while it was frozen: what came in is not handled any more, and the connection ends. */
        void discard();
    }

    private record Waiting(Runnable goOn, Runnable discarded) {}

    private final BrokerCore core;
    private final Armory<Subject, OboFault> obo = new Armory<>();
    private final Armory<Subject, SubscribeFault> subscribe = new Armory<>();
    private final Armory<SempFault.Request, SempFault> semp = new Armory<>();
    private final Armory<Subject, DeliveryFault> delivery = new Armory<>();
    private final Armory<Subject, EventFault> events = new Armory<>();
    private final Armory<Subject, LoginFault> logins = new Armory<>();
    private final Armory<Subject, GuaranteedFault> guaranteed = new Armory<>();
    private final Armory<Subject, GuaranteedFault> withheld = new Armory<>();
    private final Armory<Subject, FlowFault> flows = new Armory<>();
    private final Armory<Subject, FlowFault> closing = new Armory<>();
    private final Armory<Subject, DirectFault> direct = new Armory<>();
    private final Armory<Subject, SlowFault> slow = new Armory<>();
    private final DeliveryFaults deliveries;
    private final List<ArmedFault> all = new CopyOnWriteArrayList<>();
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final Object freezing = new Object();
    private final List<Waiting> atThaw = new ArrayList<>();
    private final HeldBack putOff = new HeldBack();
    private volatile boolean frozen;
    private volatile boolean clientEventsDropped;
    private volatile LoginRefusal loginRefusal;

    Faults(BrokerCore core) {
        this.core = core;
        this.deliveries = new DeliveryFaults(core, delivery);
    }

    /** Arms a fault of any kind. Of several of a kind that apply, the one armed first wins. */
    public ArmedFault arm(Fault<?, ?> fault) {
        if (fault instanceof OboFault f) {
            return arm(obo, f);
        } else if (fault instanceof SubscribeFault f) {
            return arm(subscribe, f);
        } else if (fault instanceof SempFault f) {
            return arm(semp, f);
        } else if (fault instanceof DeliveryFault f) {
            return arm(delivery, f);
        } else if (fault instanceof EventFault f) {
            return arm(events, f);
        } else if (fault instanceof LoginFault f) {
            return arm(logins, f);
        } else if (fault instanceof GuaranteedFault f) {
            return arm(f.effect().kind() == GuaranteedFault.Kind.WITHHOLD_ACKS ? withheld : guaranteed, f);
        } else if (fault instanceof FlowFault f) {
            return arm(f.effect().kind() == FlowFault.Kind.CLOSE ? closing : flows, f);
        } else if (fault instanceof DirectFault f) {
            return arm(direct, f);
        } else {
            return arm(slow, (SlowFault) fault);
        }
    }

    private <C, F extends Fault<C, F>> ArmedFault arm(Armory<C, F> armory, F fault) {
        ArmedFault[] self = new ArmedFault[1];
        self[0] = new ArmedFault(fault, () -> {
            armory.remove(self[0]);
            changed();
        });
        all.add(self[0]);
        armory.add(fault, self[0]);
        changed();
        return self[0];
    }

    /** Arms a fault for on-behalf-of requests over SMF. */
    public ArmedFault obo(OboFault fault) {
        return arm(fault);
    }

    /** Arms a fault for SEMP requests. */
    public ArmedFault semp(SempFault fault) {
        return arm(fault);
    }

    /** Everything that was armed since the last {@link #clear()}, spent and disarmed ones included, with their hits. */
    public List<ArmedFault> armed() {
        return List.copyOf(all);
    }

    /** Those of {@link #armed()} that nothing has hit: a test that needs a fault should find this empty. */
    public List<ArmedFault> unused() {
        return all.stream().filter(f -> f.hits() == 0).toList();
    }

    /**
     * From now on the broker is like a process that hangs: sockets stay open and new ones are accepted (TLS and WebSocket
     * handshakes are still made), nothing is read and nothing answered, over SMF, MQTT and SEMP. What a connection is cut
     * for meanwhile happens when it is thawed.
     */
    public void freeze() {
        frozen = true;
        changed();
    }

    /** Goes on with what came in meanwhile. */
    public void thaw() {
        List<Waiting> due = unfreeze();
        changed();
        due.forEach(waiting -> waiting.goOn().run());
    }

    private List<Waiting> unfreeze() {
        synchronized (freezing) {
            frozen = false;
            List<Waiting> due = List.copyOf(atThaw);
            atThaw.clear();
            return due;
        }
    }

    /**
     * The process is no more, and its connections with it: a new one goes on with nothing of what came in while that hung,
     * or what faults put off.
     */
    public void forgetFreeze() {
        unfreeze();
        putOff.forget();
        watchers.clear();
    }

    public boolean isFrozen() {
        return frozen;
    }

    /** While true, connect and disconnect events are not published. */
    public void dropClientEvents(boolean drop) {
        clientEventsDropped = drop;
    }

    public boolean clientEventsDropped() {
        return clientEventsDropped;
    }

    /** Refuses every login from now on, until {@link #acceptLogins()}; {@link LoginFault} refuses single ones. */
    public void refuseLogins(LoginRefusal reason) {
        loginRefusal = reason;
    }

    public void acceptLogins() {
        loginRefusal = null;
    }

    /**
     * Cuts the connection of one client without a goodbye.
     *
     * @return whether there was such a client
     */
    public boolean cut(String clientName) {
        Optional<Client> client = core.client(clientName);
        client.ifPresent(c -> c.kick("fault"));
        return client.isPresent();
    }

    /**
     * Cuts all connections of one client username.
     *
     * @return how many there were
     */
    public int cutUsername(String username) {
        return cut(core.clients().stream()
                .filter(c -> c.username().equals(username))
                .toList());
    }

    /**
     * Cuts all connections of clients.
     *
     * @return how many there were
     */
    public int cutAll() {
        return cut(core.clients());
    }

    private static int cut(List<Client> clients) {
        clients.forEach(c -> c.kick("fault"));
        return clients.size();
    }

    /** Disarms and undoes everything: a freeze is thawed, what was held back goes on, {@link #armed()} is empty. */
    public void clear() {
        disarmAll();
        thaw();
        putOff.release();
    }

    /**
     * The same for a broker that begins anew: what was held back is discarded, and the connections end that wait for it.
     */
    void discard() {
        disarmAll();
        if (frozen) {
            // Before anybody reads on.
            watchers.forEach(Watcher::discard);
        }
        List<Waiting> waiting = unfreeze();
        changed();
        waiting.forEach(w -> w.discarded().run());
        putOff.discard();
    }

    private void disarmAll() {
        List.of(obo, subscribe, semp, delivery, events, logins, guaranteed, withheld, flows, closing, direct, slow)
                .forEach(Armory::clear);
        all.clear();
        clientEventsDropped = false;
        loginRefusal = null;
    }

    private void changed() {
        watchers.forEach(Watcher::faultsChanged);
        core.clients().forEach(Client::faultsChanged);
    }

    // --- for the fronts and the core ---

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    public void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /**
     * Runs it when the broker is not frozen: at once, or at the thaw.
     *
     * @param discarded runs instead if the broker is reset before
     */
    public void whenThawed(Runnable task, Runnable discarded) {
        synchronized (freezing) {
            if (frozen) {
                atThaw.add(new Waiting(task, discarded));
                return;
            }
        }
        task.run();
    }

    /**
     * Keeps what a fault delays; {@link #clear} runs it.
     *
     * @param task may run on any thread
     * @param discarded runs instead if the broker is reset before
     * @return to be run when the time is over; does nothing if one of the two has run
     */
    public Runnable putOff(Runnable task, Runnable discarded) {
        return putOff.add(task, discarded);
    }

    /** The fault this request hits, if any; counts as one hit. */
    public Optional<OboFault.Effect> nextObo(String targetName, String smfFilter) {
        return obo.isEmpty()
                ? Optional.empty()
                : obo.next(new Subject(targetName, "", smfFilter)).map(OboFault::effect);
    }

    public Optional<OboFault.Effect> nextSubscribe(Client client, String smfFilter) {
        return subscribe.isEmpty()
                ? Optional.empty()
                : subscribe.next(about(client, smfFilter)).map(SubscribeFault::effect);
    }

    public Optional<SempFault.Effect> nextSemp(String method, String rawPath) {
        return semp.isEmpty()
                ? Optional.empty()
                : semp.next(new SempFault.Request(method, rawPath)).map(SempFault::effect);
    }

    public Optional<GuaranteedFault.Effect> nextGuaranteed(Client client, String topic) {
        return guaranteed.isEmpty()
                ? Optional.empty()
                : guaranteed.next(about(client, topic)).map(GuaranteedFault::effect);
    }

    /** Whether the acknowledgement of a message with this topic, and with it all on its connection, is to wait. */
    public boolean withholdsAck(Client client, String topic) {
        return !withheld.isEmpty() && withheld.next(about(client, topic)).isPresent();
    }

    /** Whether any acknowledgement may have to wait. */
    public boolean withholdsAcks() {
        return !withheld.isEmpty();
    }

    /** @param flowName what is to be resumed; empty for a new flow */
    public Optional<FlowFault.Effect> nextFlow(Client client, String flowName) {
        return flows.isEmpty()
                ? Optional.empty()
                : flows.next(about(client, flowName)).map(FlowFault::effect);
    }

    /** Whether to close this flow instead of taking the message that has come over it; counts as a hit. */
    public boolean closesFlow(Client client, String flowName) {
        return !closing.isEmpty() && closing.next(about(client, flowName)).isPresent();
    }

    /** How slowly to read from whoever is at this address; counts as a hit. */
    public Optional<SlowFault.Effect> slowness(String address) {
        return slow.isEmpty() ? Optional.empty() : slow.next(at(address)).map(SlowFault::effect);
    }

    /** The fault that {@link #slowness} may hit; does not count. */
    public Optional<SlowFault.Effect> slow(String address) {
        return slow.isEmpty() ? Optional.empty() : slow.peek(at(address)).map(SlowFault::effect);
    }

    private Subject at(String address) {
        return core.clientAt(address).map(c -> about(c, "")).orElseGet(() -> new Subject("", "", ""));
    }

    Optional<DirectFault.Effect> nextDirect(Client client, String topic) {
        return direct.isEmpty()
                ? Optional.empty()
                : direct.next(about(client, topic)).map(DirectFault::effect);
    }

    Optional<LoginRefusal> refuses(LoginRequest request) {
        LoginRefusal always = loginRefusal;
        if (always != null || logins.isEmpty()) {
            return Optional.ofNullable(always);
        }
        return logins.next(new Subject(request.clientName(), request.username(), ""))
                .map(f -> f.effect().reason());
    }

    boolean losesEvent(String event, String clientName) {
        return !events.isEmpty()
                && events.next(new Subject(clientName, "", event)).isPresent();
    }

    DeliveryFaults deliveries() {
        return deliveries;
    }

    private static Subject about(Client client, String text) {
        return new Subject(client.name(), client.username(), text);
    }

    /** Hits by description, for a message. */
    @Override
    public String toString() {
        return all.isEmpty()
                ? "no faults"
                : String.join("; ", all.stream().map(ArmedFault::toString).toList());
    }
}
