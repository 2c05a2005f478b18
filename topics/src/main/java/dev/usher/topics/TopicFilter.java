package dev.usher.topics;

import dev.usher.topics.LevelMatcher.Any;
import dev.usher.topics.LevelMatcher.Literal;
import dev.usher.topics.LevelMatcher.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A topic filter in one canonical form that knows the SMF, MQTT and 0x03 spellings: what each level accepts, then a tail of
 * none, one or more, or zero or more levels. Two filters are equal exactly when they match the same topics, however they were
 * spelled, so {@code US/>} equals MQTT {@code US/+/#}.
 *
 * <p><b>What wildcards leave out</b> (PubSub+ docs, Wildcard Characters in Topic Subscriptions; MQTT Topics): a wildcard that
 * stands alone in the first level ({@code *}, {@code >}, {@code +}, {@code #}) does not match topics that start with
 * {@code $}; {@code $S*} does. No wildcard in the first level matches the point-to-point topics, those whose first level is
 * {@code #P2P}; a filter whose first level is the literal {@code #P2P} is taken to match them with all its wildcards, the wider
 * reading. {@link #matches}, {@link #covers} and {@link #overlaps} all use these sets: {@code >} covers neither
 * {@code $SYS/>} nor {@code #P2P/x}.
 *
 * <p>{@link #covers}, {@link #overlaps} and equality are exact as long as topics may be of any length; that no topic exceeds
 * 250 bytes and 128 levels is not used (it could only turn a "no" of {@code covers} into a "yes").
 */
public final class TopicFilter {

    /** What an observed subscription is taken for when its meaning cannot be told: matches every topic, covered by no other. */
    static final TopicFilter EVERYTHING = new TopicFilter(List.of(), Tail.ZERO_OR_MORE);

    private static final LevelMatcher ANY = new Any();

    private final List<LevelMatcher> levels;
    private final Tail tail;
    private final int hash;

    private TopicFilter(List<LevelMatcher> levels, Tail tail) {
        this.levels = levels;
        this.tail = tail;
        this.hash = 31 * levels.hashCode() + tail.ordinal();
    }

    /** The canonical form: "one level, then zero or more" is "one or more", and no topic has zero levels. */
    static TopicFilter of(List<LevelMatcher> levels, Tail tail) {
        if (tail != Tail.ZERO_OR_MORE) {
            return new TopicFilter(List.copyOf(levels), tail);
        }
        int last = levels.size() - 1;
        if (last < 0) {
            return new TopicFilter(List.of(), Tail.ONE_OR_MORE);
        }
        return levels.get(last).equals(ANY)
                ? new TopicFilter(List.copyOf(levels.subList(0, last)), Tail.ONE_OR_MORE)
                : new TopicFilter(List.copyOf(levels), tail);
    }

    /**
     * A filter in SMF syntax: {@code *} is one level, {@code A*} one level that starts with {@code A}, a last {@code >} one or
     * more levels.
     *
     * @throws InvalidTopicFilterException naming the level and the reason, for what the broker refuses and for what Solace APIs
     *     read differently: {@code *} not at the end of a level, {@code >} not alone in the last level, empty levels, control
     *     characters, a leading {@code !}, the prefixes {@code #share} and {@code #noexport}, over 250 bytes or 128 levels
     */
    public static TopicFilter parse(String smf) throws InvalidTopicFilterException {
        return SmfSyntax.parse(smf);
    }

    /**
     * A filter in MQTT syntax with the broker's extension: {@code +} is one level, {@code A+} one level that starts with
     * {@code A}, a last {@code #} zero or more levels. Levels may be empty.
     *
     * @throws InvalidTopicFilterException naming the level and the reason, for what the broker refuses and for what is ambiguous:
     *     {@code +} not at the end of a level, {@code #} not alone in the last level, {@code *} and {@code >}, control
     *     characters, a leading {@code !}, {@code $share}, {@code $noexport} and {@code _P2P}, over 250 bytes or 128 levels
     */
    public static TopicFilter parseMqtt(String mqtt) throws InvalidTopicFilterException {
        return MqttSyntax.parse(mqtt);
    }

    /**
     * A filter as a broker lists it for one of its clients. Never throws; the result matches at least what the broker may
     * deliver for it, and more where that is uncertain, so that what is not covered by a grant can safely be removed. Whatever
     * the strict readings accept and the spellings of this class produce is read exactly.
     *
     * <p>Taken more widely: a {@code *} inside a level is a prefix wildcard; for an MQTT client both {@code *} and {@code +}, both
     * {@code >} and {@code #} are wildcards; a last level 0x03 is always "zero or more". A shared or {@code #noexport} subscription
     * is read as one to everything: we never make one, so it is never ours. Keep the text it was listed with to remove it.
     *
     * @param mqttClient whether the client that holds it speaks MQTT
     */
    public static TopicFilter parseObserved(String text, boolean mqttClient) {
        return ObservedSyntax.parse(text, mqttClient);
    }

    /** The filter that matches exactly this topic, whatever characters it has. */
    public static TopicFilter exactly(Topic topic) {
        return of(topic.levels().stream().<LevelMatcher>map(Literal::new).toList(), Tail.NONE);
    }

    /** Whether a message published to this topic is for this filter. */
    public boolean matches(Topic topic) {
        if (this == EVERYTHING) {
            return true;
        }
        String text = topic.text();
        if (levels.isEmpty()) {
            return ANY.matches(text, 0, endOfLevel(text, 0), true);
        }
        int from = 0;
        for (int i = 0; i < levels.size(); i++) {
            if (from > text.length()) {
                return false;
            }
            int to = endOfLevel(text, from);
            if (!levels.get(i).matches(text, from, to, i == 0)) {
                return false;
            }
            from = to + 1;
        }
        boolean more = from <= text.length();
        return more ? tail != Tail.NONE : tail != Tail.ONE_OR_MORE;
    }

    private static int endOfLevel(String text, int from) {
        int end = text.indexOf(TopicText.SEPARATOR, from);
        return end < 0 ? text.length() : end;
    }

    /** Whether every topic matched by the other is matched by this. */
    public boolean covers(TopicFilter other) {
        if (this == EVERYTHING || other == EVERYTHING) {
            return this == EVERYTHING;
        }
        if (tail == Tail.NONE ? other.tail != Tail.NONE || other.least() != least() : other.least() < least()) {
            return false;
        }
        int compared = Math.max(levels.size(), 1);
        for (int i = 0; i < compared; i++) {
            if (!level(i).covers(other.level(i), i == 0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some topic is matched by both. */
    public boolean overlaps(TopicFilter other) {
        if (this == EVERYTHING || other == EVERYTHING) {
            return true;
        }
        int shortest = Math.max(least(), other.least());
        if (shortest > most() || shortest > other.most()) {
            return false;
        }
        for (int i = 0; i < shortest; i++) {
            if (!level(i).overlaps(other.level(i), i == 0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether one of the grants covers this filter. Sound: then every topic it matches is granted. Not complete: a filter that
     * only several grants together cover ({@code US/*} by {@code US/A*}, {@code US/B*}, ...) is answered with no.
     */
    public boolean coveredByAny(Collection<TopicFilter> grants) {
        for (TopicFilter grant : grants) {
            if (grant.covers(this)) {
                return true;
            }
        }
        return false;
    }

    /** The text of the first level when it is a literal; empty when the filter starts with a wildcard. */
    public Optional<String> firstLevel() {
        return level(0) instanceof Literal literal ? Optional.of(literal.text()) : Optional.empty();
    }

    /**
     * The SMF spelling.
     *
     * @throws InexactTranslationException when there is none, as for MQTT {@code a/#}, which matches {@code a} too
     */
    public String toSmf() throws InexactTranslationException {
        return FilterSpelling.SMF.write(this);
    }

    /**
     * The MQTT spelling; {@code a/>} is {@code a/+/#}, never {@code a/#}.
     *
     * @throws InexactTranslationException when there is none, as for a level with a literal {@code +}, or when it is too long
     */
    public String toMqtt() throws InexactTranslationException {
        return FilterSpelling.MQTT.write(this);
    }

    /**
     * How an SMF subscription manager spells it for an MQTT client: SMF wildcards, and a last level 0x03 for "zero or more";
     * {@code a/>} is {@code a/*}{@code /<0x03>}.
     *
     * @throws InexactTranslationException when there is none, or when it is too long
     */
    public String toOnBehalfOfMqtt() throws InexactTranslationException {
        return FilterSpelling.ON_BEHALF_OF_MQTT.write(this);
    }

    /** The SMF spelling, or empty when there is no exact one. */
    public Optional<String> smf() {
        try {
            return Optional.of(toSmf());
        } catch (InexactTranslationException e) {
            return Optional.empty();
        }
    }

    List<LevelMatcher> levels() {
        return levels;
    }

    Tail tail() {
        return tail;
    }

    /** What is accepted at this position; the levels of a tail accept anything. */
    private LevelMatcher level(int index) {
        return index < levels.size() ? levels.get(index) : ANY;
    }

    private int least() {
        return levels.size() + tail.least();
    }

    private int most() {
        return tail == Tail.NONE ? levels.size() : Integer.MAX_VALUE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicFilter that
                && hash == that.hash
                && tail == that.tail
                && levels.equals(that.levels);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** For people: the SMF spelling, with a last {@code #} for "zero or more" levels; not to be parsed. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("/");
        for (LevelMatcher level : levels) {
            text.add(
                    level instanceof Literal literal
                            ? literal.text()
                            : level instanceof Prefix prefix ? prefix.text() + "*" : "*");
        }
        if (tail != Tail.NONE) {
            text.add(tail == Tail.ONE_OR_MORE ? ">" : "#");
        }
        return text.toString();
    }
}
