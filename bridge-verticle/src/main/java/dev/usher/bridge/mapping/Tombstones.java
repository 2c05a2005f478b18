package dev.usher.bridge.mapping;

/** What a route does with a record that has no payload. */
public enum Tombstones {
    /** It becomes a dead letter. */
    DEAD_LETTER,
    /** It is left out and counted. */
    SKIP,
    /** It becomes an empty message; payload fields count as missing, so that conditions and defaults decide. */
    PUBLISH
}
