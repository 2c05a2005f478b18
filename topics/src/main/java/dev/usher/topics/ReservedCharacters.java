package dev.usher.topics;

/** What a template does with a value that has characters which are special in topics or filters. */
public enum ReservedCharacters {
    /** Percent-encode them, see {@link LevelCodec}. */
    ENCODE,
    /** Give no topic for such a value. */
    REJECT
}
