package dev.usher.semp;

/**
 * How hard one broker may be driven. The documented ceiling of a PubSub+ broker is ten SEMP requests a second and it does not
 * protect itself (PubSub+ docs, SEMP Features and Using SEMP to Monitor), so the default is ten.
 *
 * @param requestsPerSecond at most this many requests start in any one-second window; 1..100,000
 * @param burst how many may start back to back after a pause before they are spaced evenly; 1..requestsPerSecond
 * @param maxConcurrent at most this many requests are unanswered at a time; 1..256. With two or more, one is kept free for
 *     {@link SempLane#REVOKE}
 * @param sweepEvery while a {@link SempLane#SWEEP} waits, at least one of this many consecutive starts outside the slot kept for
 *     REVOKE is a sweep; 2 or more
 * @param maxWaiting how many requests of the lanes below REVOKE may wait before further ones are refused; 1 or more
 */
public record BudgetLimits(int requestsPerSecond, int burst, int maxConcurrent, int sweepEvery, int maxWaiting) {

    public BudgetLimits {
        check(requestsPerSecond >= 1 && requestsPerSecond <= 100_000, "requestsPerSecond must be 1..100000");
        check(burst >= 1 && burst <= requestsPerSecond, "burst must be 1..requestsPerSecond");
        check(maxConcurrent >= 1 && maxConcurrent <= 256, "maxConcurrent must be 1..256");
        check(sweepEvery >= 2, "sweepEvery must be 2 or more");
        check(maxWaiting >= 1, "maxWaiting must be 1 or more");
    }

    /** Ten a second, bursts of two, four at a time, one sweep in ten. */
    public static BudgetLimits defaults() {
        return perSecond(10);
    }

    /** The defaults scaled to another rate; bursts are a fifth of a second's worth, at least one. */
    public static BudgetLimits perSecond(int requestsPerSecond) {
        return new BudgetLimits(requestsPerSecond, Math.max(1, requestsPerSecond / 5), 4, 10, 10_000);
    }

    /** How many requests of the lanes below REVOKE may be unanswered at a time. */
    int sharedSlots() {
        return Math.max(1, maxConcurrent - 1);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
