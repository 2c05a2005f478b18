package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Refusal;
import java.util.List;

/** Told of every request that is refused because of who sent it. Called on the event loop: takes note and returns. */
@FunctionalInterface
public interface Refusals {
    /** A request was refused. Must neither block nor throw: the answer does not wait for it. */
    void refused(Refusal refusal);

    /** Tells each of them, in this order. */
    static Refusals all(Refusals... listeners) {
        List<Refusals> each = List.of(listeners);
        return refusal -> each.forEach(listener -> listener.refused(refusal));
    }
}
