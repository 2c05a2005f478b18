package dev.usher.semp;

/**
 * What a request is for, most urgent first. The order of the constants is the order of service; {@link SempBudget} states the
 * exact rule.
 */
public enum SempLane {
    /** Takes access away. Served before everything else and has a connection kept free for it. */
    REVOKE,
    /** Reads that show a revocation took effect. */
    PROVE,
    /** Gives access, or reads what is needed to give it. */
    GRANT,
    /** Background reads that look for drift. Yields to all others but for a small guaranteed share. */
    SWEEP
}
