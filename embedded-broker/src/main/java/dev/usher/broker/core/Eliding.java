package dev.usher.broker.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Conflation for one client: the first message of a topic goes at once, then at most one, the newest, per interval
 * (SEMP v2 config, MsgVpnClientProfile.elidingDelay; JCSMP XMLMessage.setElidingEligible). Thread-safe.
 *
 * <p>Topics beyond the maximum are not elided; what a broker does then is unknown.
 */
final class Eliding {

    private static final class Slot {
        long nextAt;
        Message held;
    }

    private final Map<String, Slot> slots = new HashMap<>();
    private long elided;

    /** True if the message is to be delivered now; otherwise it is held until {@link #due}. */
    synchronized boolean passes(Message message, long now, int delay, int maxTopics) {
        Slot slot = slots.get(message.topic());
        if (slot == null) {
            if (slots.size() >= maxTopics) {
                slots.values().removeIf(s -> s.held == null && s.nextAt <= now);
                if (slots.size() >= maxTopics) {
                    return true;
                }
            }
            slot = new Slot();
            slots.put(message.topic(), slot);
        } else if (now < slot.nextAt || slot.held != null) {
            if (slot.held != null) {
                elided++;
            }
            slot.held = message;
            return false;
        }
        slot.nextAt = now + delay;
        return true;
    }

    /** Held messages whose time has come. */
    synchronized List<Message> due(long now, int delay) {
        List<Message> out = new ArrayList<>();
        for (Iterator<Slot> it = slots.values().iterator(); it.hasNext(); ) {
            Slot slot = it.next();
            if (slot.nextAt <= now) {
                if (slot.held == null) {
                    it.remove();
                } else {
                    out.add(slot.held);
                    slot.held = null;
                    slot.nextAt = now + delay;
                }
            }
        }
        return out;
    }

    synchronized boolean isIdle() {
        return slots.isEmpty();
    }

    /** Messages replaced by a newer one of the same topic. */
    synchronized long elided() {
        return elided;
    }

    synchronized int topics() {
        return slots.size();
    }
}
