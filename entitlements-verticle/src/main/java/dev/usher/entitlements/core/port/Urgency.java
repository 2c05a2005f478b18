package dev.usher.entitlements.core.port;

/** What a broker request is for; the budget of requests serves them in this order. */
public enum Urgency {
    /** Taking something away. */
    REVOKE,
    /** Reading to prove that it is gone. */
    PROVE,
    /** Giving something. */
    GRANT,
    /** Looking around. */
    SWEEP
}
