package dev.usher.broker.fuzz;

/** Where inputs come from. */
public enum FuzzSource {
    /** Frames, packets and requests of real clients, damaged. */
    CAPTURE,
    /** Made up by the rules of the format, and by breaking them now and then. */
    GRAMMAR
}
