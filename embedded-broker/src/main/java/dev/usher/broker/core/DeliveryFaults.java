package dev.usher.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What faults do to messages on their way out. Nothing blocks: what is delayed waits for the broker's tick. */
final class DeliveryFaults {

    private record Held(Message message, long dueAt) {}

    /** Per client; what comes beyond is lost. */
    private static final int MAX_HELD = 100_000;

    private final BrokerCore core;
    private final Armory<Fault.Subject, DeliveryFault> armory;
    private final Map<Client, Deque<Held>> held = new ConcurrentHashMap<>();

    DeliveryFaults(BrokerCore core, Armory<Fault.Subject, DeliveryFault> armory) {
        this.core = core;
        this.armory = armory;
    }

    /** Whether a fault takes the message, so that it is not to be delivered now. */
    boolean takes(Client client, Message message) {
        if (armory.isEmpty() && held.isEmpty()) {
            return false;
        }
        Optional<DeliveryFault.Effect> effect = armory.next(
                        new Fault.Subject(client.name(), client.username(), message.topic()))
                .map(DeliveryFault::effect);
        DeliveryFault.Kind kind = effect.map(DeliveryFault.Effect::kind).orElse(null);
        if (kind == DeliveryFault.Kind.LOSE) {
            return true;
        }
        if (kind == DeliveryFault.Kind.CUT_INSIDE) {
            client.delivery().cutInside(message);
            return true;
        }
        long delay = effect.map(e -> e.delay().toMillis()).orElse(0L);
        return delayed(client, message, delay);
    }

    private synchronized boolean delayed(Client client, Message message, long delay) {
        Deque<Held> queue = held.get(client);
        if (queue == null) {
            if (delay == 0) {
                return false;
            }
            queue = new ArrayDeque<>();
            held.put(client, queue);
        }
        long after = queue.isEmpty() ? 0 : queue.getLast().dueAt();
        if (queue.size() < MAX_HELD) {
            queue.addLast(new Held(message, Math.max(after, core.clock().millis() + delay)));
        }
        return true;
    }

    /** Delivers what is due, or everything once no fault is armed. */
    void tick(long now) {
        if (!held.isEmpty()) {
            release(now);
        }
    }

    private synchronized void release(long now) {
        held.forEach((client, queue) -> {
            while (!queue.isEmpty() && (armory.isEmpty() || queue.getFirst().dueAt() <= now)) {
                client.delivery().handNow(queue.removeFirst().message());
            }
        });
        held.entrySet().removeIf(e -> e.getValue().isEmpty() || e.getKey().isClosed());
    }
}
