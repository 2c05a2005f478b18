package dev.usher.entitlements.core;

import java.time.Instant;

/**
 * Why we may say {@code enforced}. There is no way to build {@link Enforcement.Enforced} without one.
 */
public sealed interface Proof {
    /** One word for the API and the ledger. */
    String kind();

    /** When the proof was complete. */
    Instant at();

    /**
     * A complete re-read, begun after the last removal was answered and followed to the last cursor, showed nothing
     * outside the rights.
     *
     * @param begunAt when the read began
     * @param at when it was complete
     * @param clients how many clients were read
     * @param subscriptions how many subscriptions they held together
     */
    record Observed(Instant begunAt, Instant at, int clients, int subscriptions) implements Proof {
        @Override
        public String kind() {
            return "observed";
        }
    }
}
