package dev.usher.probes;

/** An answer compared with what was expected. */
public enum Verdict {
    /** What public text says is so. */
    AS_DOCUMENTED("as documented", false),
    /** The broker contradicts public text: a failure. */
    CONTRADICTS("CONTRADICTS what is documented", true),
    /** What nobody had confirmed is as assumed. */
    AS_ASSUMED("confirmed as assumed", false),
    /** What nobody had confirmed is known now, and other than assumed. */
    OTHER_THAN_ASSUMED("OTHER than assumed", true),
    /** Nothing was expected. */
    LEARNT("learnt", false),
    /** The probe could not tell. */
    UNKNOWN("could not tell", false);

    private final String text;
    private final boolean difference;

    Verdict(String text, boolean difference) {
        this.text = text;
        this.difference = difference;
    }

    public String text() {
        return text;
    }

    /** Whether the broker does something else than the embedded one does by default. */
    public boolean isDifference() {
        return difference;
    }
}
