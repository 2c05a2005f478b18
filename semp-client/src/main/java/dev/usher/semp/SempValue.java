package dev.usher.semp;

/** An enumeration of the SEMP v2 specification. */
interface SempValue {
    /** As the broker spells it. */
    String text();
}
