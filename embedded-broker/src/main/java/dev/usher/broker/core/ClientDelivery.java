package dev.usher.broker.core;

import java.util.concurrent.atomic.AtomicLong;

/** What one client gets: eliding, faults, the discard indication, and the counters of it. Thread-safe. */
final class ClientDelivery {

    private final BrokerCore core;
    private final Client client;
    private final ClientPort port;
    private final Eliding eliding;
    private final int elidingDelayAtConnect;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();

    ClientDelivery(BrokerCore core, Client client, ClientPort port, ClientProfile profile) {
        this.core = core;
        this.client = client;
        this.port = port;
        this.eliding = new Eliding(core.switches().elidingOverflow());
        this.elidingDelayAtConnect = profile.elidingDelayMillis();
    }

    /** A message matched one of the subscriptions. */
    void offer(Message message) {
        if (message.elidingEligible() && !message.guaranteed()) {
            ClientProfile profile = client.profile();
            boolean applies = profile.elidingEnabled()
                    && elidingDelay(profile) > 0
                    && (client.protocol() == Protocol.SMF || core.switches().elidingToMqtt());
            if (applies) {
                boolean passes = eliding.passes(
                        message, core.clock().millis(), elidingDelay(profile), profile.elidingMaxTopicCount());
                core.elides(this);
                if (!passes) {
                    return;
                }
            }
        }
        hand(message);
    }

    /**
     * Hands out what eliding held back and is due.
     *
     * @return whether there is something to come back for
     */
    boolean tick(long now) {
        if (client.isClosed() || eliding.isIdle()) {
            return false;
        }
        eliding.due(now, elidingDelay(client.profile())).forEach(this::hand);
        return true;
    }

    private int elidingDelay(ClientProfile profile) {
        return core.switches().elidingDelayAtConnect() ? elidingDelayAtConnect : profile.elidingDelayMillis();
    }

    private void hand(Message message) {
        if (!client.isClosed() && !core.faults().deliveries().takes(client, message)) {
            handNow(message);
        }
    }

    /** Past all faults. */
    void handNow(Message message) {
        if (client.isClosed()) {
            return;
        }
        int gone = port.deliver(message);
        delivered.addAndGet(1L - gone);
        if (gone > 0) {
            discarded.addAndGet(gone);
        }
    }

    void handGuaranteed(Message message, int packetId, boolean duplicate) {
        port.deliverGuaranteed(message, packetId, duplicate);
        delivered.incrementAndGet();
    }

    /** A fault: half of this message is the last the client gets. */
    void cutInside(Message message) {
        if (core.directory().leave(client, "fault")) {
            port.cutInside(message);
        }
    }

    long delivered() {
        return delivered.get();
    }

    long discarded() {
        return discarded.get();
    }

    int elidingTopics() {
        return eliding.topics();
    }

    int elidingTopicPeak() {
        return eliding.peak();
    }
}
