package dev.usher.broker.core;

/** A fault that was armed, and what became of it. Thread-safe. */
public final class ArmedFault {

    private final Fault<?, ?> fault;
    private final Runnable disarming;
    private int occasions;
    private int hits;

    ArmedFault(Fault<?, ?> fault, Runnable disarming) {
        this.fault = fault;
        this.disarming = disarming;
    }

    public Fault<?, ?> fault() {
        return fault;
    }

    /** How often it was hit. */
    public synchronized int hits() {
        return hits;
    }

    /** It does nothing from now on; what it holds back goes on. */
    public void disarm() {
        disarming.run();
    }

    /** Whether this matching occasion is a hit, which it is counted as then. */
    synchronized boolean fires() {
        Fault.Scope<?> scope = fault.scope();
        occasions++;
        int counted = occasions - scope.after();
        boolean fires = counted > 0 && counted % scope.every() == 0 && hits < scope.times();
        if (fires) {
            hits++;
        }
        return fires;
    }

    @Override
    public String toString() {
        return fault + " (hits " + hits() + ")";
    }
}
