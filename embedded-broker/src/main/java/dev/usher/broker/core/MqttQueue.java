package dev.usher.broker.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The QoS 1 messages of one MQTT session, in the order they came, each until it is acknowledged. Thread-safe.
 *
 * <pre>
 *   offer ──► waiting ──► in flight (packet id) ──► acknowledge: gone
 *               ▲ only while a sender is attached    │ attach: sent again, DUP, same packet id, before all that waits
 * </pre>
 *
 * When it is full, what comes is discarded and what it holds stays (PubSub+ docs and SEMP v2 spec,
 * maxMsgSpoolUsageExceededDiscardedMsgCount).
 */
final class MqttQueue {

    /** Where messages go while the session has a connection; called with this queue's monitor held. */
    interface Sender {
        void send(Message message, int packetId, boolean duplicate);
    }

    private static final class Held {
        final long id;
        final Message message;
        final int size;
        final Instant since;
        int sent;

        Held(long id, Message message, Instant since) {
            this.id = id;
            this.message = message;
            this.size = message.topic().getBytes(StandardCharsets.UTF_8).length + message.payload().length;
            this.since = since;
        }
    }

    private static final int MAX_PACKET_ID = 65_535;

    private final Deque<Held> waiting = new ArrayDeque<>();
    private final Map<Integer, Held> inFlight = new LinkedHashMap<>();
    private Sender sender;
    private int lastPacketId;
    private long lastMessageId;
    private long bytes;
    private long taken;
    private long discarded;
    private long redelivered;

    /** Takes a message, or discards and counts it when the queue is full. */
    synchronized void offer(Message message, Instant now, MqttQueueLimits limits) {
        Held held = new Held(++lastMessageId, message, now);
        if (limits.bytes() == 0) {
            discarded += waiting.size();
            for (Held dropped : waiting) {
                bytes -= dropped.size;
            }
            waiting.clear();
        } else if (count() >= limits.messages() || bytes + held.size > limits.bytes()) {
            discarded++;
            return;
        }
        waiting.addLast(held);
        taken++;
        bytes += held.size;
        pump(limits);
    }

    /** A connection is there: what was in flight is sent again first, as duplicates. */
    synchronized void attach(Sender to, MqttQueueLimits limits) {
        sender = to;
        for (Map.Entry<Integer, Held> entry : inFlight.entrySet()) {
            Held held = entry.getValue();
            held.sent++;
            redelivered++;
            to.send(held.message, entry.getKey(), true);
        }
        pump(limits);
    }

    /** Nothing is sent after this returned. */
    synchronized void detach() {
        sender = null;
    }

    /** Returns whether a message was in flight under this packet id. */
    synchronized boolean acknowledge(int packetId, MqttQueueLimits limits) {
        Held held = inFlight.remove(packetId);
        if (held == null) {
            return false;
        }
        bytes -= held.size;
        pump(limits);
        return true;
    }

    synchronized void clear() {
        waiting.clear();
        inFlight.clear();
        bytes = 0;
    }

    synchronized int count() {
        return waiting.size() + inFlight.size();
    }

    synchronized int inFlight() {
        return inFlight.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long discarded() {
        return discarded;
    }

    synchronized long redelivered() {
        return redelivered;
    }

    /** Messages taken since the session began. */
    synchronized long taken() {
        return taken;
    }

    synchronized List<MqttStoredMessage> messages() {
        List<Held> all = new ArrayList<>(inFlight.values());
        all.addAll(waiting);
        return all.stream()
                .map(h -> new MqttStoredMessage(h.id, h.message.topic(), h.size, h.since, h.sent))
                .toList();
    }

    private void pump(MqttQueueLimits limits) {
        while (sender != null && !waiting.isEmpty() && inFlight.size() < limits.inFlight()) {
            Held held = waiting.removeFirst();
            int packetId = nextPacketId();
            inFlight.put(packetId, held);
            held.sent++;
            sender.send(held.message, packetId, false);
        }
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId % MAX_PACKET_ID + 1;
        } while (inFlight.containsKey(lastPacketId));
        return lastPacketId;
    }
}
