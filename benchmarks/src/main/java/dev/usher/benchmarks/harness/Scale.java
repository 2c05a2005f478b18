package dev.usher.benchmarks.harness;

/** How much to do. */
public enum Scale {
    /** Just enough to see that it works: part of every build. */
    SMOKE,
    /** For trying out. */
    QUICK,
    /** For results that are kept. */
    FULL;

    /** The one of these that is for this scale. */
    public <T> T choose(T smoke, T quick, T full) {
        return switch (this) {
            case SMOKE -> smoke;
            case QUICK -> quick;
            case FULL -> full;
        };
    }
}
