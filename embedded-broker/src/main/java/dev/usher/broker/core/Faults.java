package dev.usher.broker.core;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/** Faults a test can inject. They last until {@link #clear()}, or for as many hits as they were armed for. */
public final class Faults {

    private record Armed<E>(BiPredicate<String, String> when, E effect, AtomicInteger left) {
        Optional<E> hit(String a, String b) {
            return when.test(a, b) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                    ? Optional.of(effect)
                    : Optional.empty();
        }
    }

    private final BrokerCore core;
    private final List<Armed<OboFault.Effect>> obo = new CopyOnWriteArrayList<>();
    private final List<Armed<SempFault.Effect>> semp = new CopyOnWriteArrayList<>();
    private volatile boolean clientEventsDropped;
    private volatile LoginRefusal loginRefusal;

    Faults(BrokerCore core) {
        this.core = core;
    }

    /** While true, connect and disconnect events are not published. */
    public void dropClientEvents(boolean drop) {
        clientEventsDropped = drop;
    }

    public boolean clientEventsDropped() {
        return clientEventsDropped;
    }

    /** Refuses every login from now on, until {@link #acceptLogins()}. */
    public void refuseLogins(LoginRefusal reason) {
        loginRefusal = reason;
    }

    public void acceptLogins() {
        loginRefusal = null;
    }

    Optional<LoginRefusal> loginRefusal() {
        return Optional.ofNullable(loginRefusal);
    }

    /** Arms a fault for on-behalf-of requests over SMF. Of several that apply, the one armed first wins. */
    public void obo(OboFault fault) {
        obo.add(new Armed<>(fault.when(), fault.effect(), new AtomicInteger(fault.times())));
    }

    /** Arms a fault for SEMP requests. Of several that apply, the one armed first wins. */
    public void semp(SempFault fault) {
        semp.add(new Armed<>(fault.when(), fault.effect(), new AtomicInteger(fault.times())));
    }

    /** For the SMF front: the fault this request hits, if any; counts as one hit. */
    public Optional<OboFault.Effect> nextObo(String targetName, String smfFilter) {
        return next(obo, targetName, smfFilter);
    }

    /** For the SEMP front: the fault this request hits, if any; counts as one hit. */
    public Optional<SempFault.Effect> nextSemp(String method, String rawPath) {
        return next(semp, method, rawPath);
    }

    private static <E> Optional<E> next(List<Armed<E>> armed, String a, String b) {
        for (Armed<E> fault : armed) {
            Optional<E> effect = fault.hit(a, b);
            if (effect.isPresent()) {
                return effect;
            }
        }
        return Optional.empty();
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
        List<Client> clients = core.clients().stream()
                .filter(c -> c.username().equals(username))
                .toList();
        clients.forEach(c -> c.kick("fault"));
        return clients.size();
    }

    /** Disarms everything. */
    public void clear() {
        obo.clear();
        semp.clear();
        clientEventsDropped = false;
        loginRefusal = null;
    }
}
