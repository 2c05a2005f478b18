package dev.usher.broker.core;

import dev.usher.broker.switches.MessageSwitches.ElidingOverflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Conflation for one client: the first message of a topic goes at once, then at most one, the newest, per interval
 * (SEMP v2 config, MsgVpnClientProfile.elidingDelay; JCSMP XMLMessage.setElidingEligible). Thread-safe.
 *
 * <p>What a broker does with topics beyond the maximum is unknown: a switch.
 */
final class Eliding {

    private static final class Slot {
        long nextAt;
        Message held;
    }

    private final Map<String, Slot> slots = new HashMap<>();
    private final ElidingOverflow overflow;
    private long elided;
    private int peak;

    Eliding(ElidingOverflow overflow) {
        this.overflow = overflow;
    }

    /** True if the message is to be delivered now; otherwise it is held until {@link #due}. */
    synchronized boolean passes(Message message, long now, int delay, int maxTopics) {
        Slot slot = slots.get(message.topic());
        if (slot == null) {
            if (slots.size() >= maxTopics) {
                slots.values().removeIf(s -> s.held == null && s.nextAt <= now);
                if (slots.size() >= maxTopics) {
                    return overflow == ElidingOverflow.UNELIDED;
                }
            }
            slot = new Slot();
            slots.put(message.topic(), slot);
            peak = Math.max(peak, slots.size());
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

    /** The most topics at once. */
    synchronized int peak() {
        return peak;
    }

    synchronized int topics() {
        return slots.size();
    }
}
