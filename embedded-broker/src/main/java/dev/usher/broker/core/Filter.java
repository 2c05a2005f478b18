package dev.usher.broker.core;

import dev.usher.broker.switches.BrokerSwitches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A subscription, in one form for both protocols: levels, and whether any number of further levels (none included) may
 * follow. So SMF {@code a/>} and MQTT {@code a/+/#} are equal, and MQTT {@code a/#} is not equal to either.
 *
 * <p>PubSub+ docs, "Wildcard Characters in Topic Subscriptions" and "MQTT Topics": {@code *} (MQTT {@code +}) stands for
 * a level or, after a prefix, for the rest of a level; {@code >} is a wildcard only alone in the last level and needs at
 * least one level; {@code #} also matches the parent. Wildcards in the first level reach neither {@code #P2P} nor
 * {@code $...}.
 */
public final class Filter {

    /** How SMF spells the last level of an MQTT {@code #}. */
    public static final String HASH_IN_SMF = "\u0003";

    private static final int MAX_BYTES = 250;
    private static final int MAX_BYTES_PER_CHAR = 3;
    private static final int MAX_LEVELS = 128;

    private final List<FilterLevel> levels;
    private final boolean hash;

    private Filter(List<FilterLevel> levels, boolean hash) {
        this.levels = List.copyOf(levels);
        this.hash = hash;
    }

    /**
     * Reads SMF syntax.
     *
     * @throws IllegalArgumentException if the text is empty, too long, has too many levels or a NUL
     */
    public static Filter smf(String text) {
        return parse(text, '*', true, Function.identity());
    }

    /**
     * Reads MQTT syntax.
     *
     * @throws IllegalArgumentException as {@link #smf}, or if {@code #} or {@code +} stand where MQTT forbids them
     */
    public static Filter mqtt(String text) {
        return parse(text, '+', false, Function.identity());
    }

    /** Matches this topic and no other, whatever characters it holds and however long it is. */
    static Filter exactly(String topic) {
        return new Filter(Stream.of(levelsOf(topic)).map(FilterLevel::literal).toList(), false);
    }

    /** An SMF filter for an MQTT target, where {@code >} may be no wildcard. */
    static Filter smfForMqttTarget(String text, BrokerSwitches.GreaterThanForMqtt rule) {
        boolean greater = text.equals(">") || text.endsWith("/>");
        if (!greater || rule == BrokerSwitches.GreaterThanForMqtt.WORKS) {
            return smf(text);
        }
        if (rule == BrokerSwitches.GreaterThanForMqtt.REFUSED) {
            throw new IllegalArgumentException("'>' for an MQTT client");
        }
        Filter prefix = parse(text, '*', true, level -> level);
        List<FilterLevel> levels = new ArrayList<>(prefix.levels.subList(0, prefix.levels.size() - 1));
        levels.add(FilterLevel.literal(">"));
        return new Filter(levels, false);
    }

    /**
     * An ACL exception for one client: variables are replaced level by level and their values are literal, so that no
     * name can smuggle in a wildcard or a further level. Empty if a variable has no value for this client.
     */
    static Optional<Filter> exception(AclExemption exception, String username, Optional<String> clientId) {
        String text = exception.topic();
        if (text.contains("$client-id") && clientId.isEmpty()) {
            return Optional.empty();
        }
        Function<String, String> substitute =
                level -> level.replace("$client-username", username).replace("$client-id", clientId.orElse(""));
        boolean smf = exception.syntax() == AclExemption.Syntax.SMF;
        return Optional.of(parse(text, smf ? '*' : '+', smf, substitute));
    }

    private static Filter parse(String text, char wildcard, boolean smf, Function<String, String> substitute) {
        checkSize(text);
        String[] parts = text.split("/", -1);
        List<FilterLevel> levels = new ArrayList<>(parts.length + 1);
        boolean hash = false;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            if (last && part.equals(smf ? HASH_IN_SMF : "#")) {
                hash = true;
            } else if (last && smf && part.equals(">")) {
                levels.add(FilterLevel.ANY);
                hash = true;
            } else {
                Optional<String> inbox = smf ? Optional.empty() : Inbox.levelInSmf(parts, i);
                levels.add(inbox.map(FilterLevel::literal).orElseGet(() -> level(part, wildcard, smf, substitute)));
            }
        }
        return new Filter(levels, hash);
    }

    private static FilterLevel level(String part, char wildcard, boolean smf, Function<String, String> substitute) {
        boolean wild = !part.isEmpty() && part.charAt(part.length() - 1) == wildcard;
        String literal = wild ? part.substring(0, part.length() - 1) : part;
        if (!smf && (literal.indexOf('+') >= 0 || literal.indexOf('#') >= 0)) {
            throw new IllegalArgumentException("wildcard inside a level: " + part);
        }
        String replaced = substitute.apply(literal);
        return wild ? FilterLevel.prefix(replaced) : FilterLevel.literal(replaced);
    }

    private static void checkSize(String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("empty, or holds a NUL");
        }
        if (isTooLong(text)) {
            throw new IllegalArgumentException("longer than 250 bytes or 128 levels");
        }
    }

    private static boolean isTooLong(String text) {
        int slashes = 0;
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            slashes++;
        }
        // For each message: most topics are so short that nothing needs encoding to be sure.
        return slashes >= MAX_LEVELS
                || (text.length() > MAX_BYTES / MAX_BYTES_PER_CHAR
                        && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
    }

    /** Can this be published to: 1 to 250 bytes, at most 128 levels, no NUL. */
    static boolean publishable(String topic) {
        try {
            checkSize(topic);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public boolean matches(String topic) {
        return matches(levelsOf(topic));
    }

    /** The levels of a topic, of which there is at least one; empty ones count. */
    static String[] levelsOf(String topic) {
        // For each message: String.split would make a list first.
        int count = 1;
        for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', slash + 1)) {
            count++;
        }
        String[] levels = new String[count];
        int start = 0;
        for (int i = 0; i < count - 1; i++) {
            int slash = topic.indexOf('/', start);
            levels[i] = topic.substring(start, slash);
            start = slash + 1;
        }
        levels[count - 1] = topic.substring(start);
        return levels;
    }

    boolean matches(String[] topic) {
        if (topic.length < levels.size() || (topic.length > levels.size() && !hash)) {
            return false;
        }
        for (int i = 0; i < levels.size(); i++) {
            if (!levels.get(i).matches(topic[i], i == 0)) {
                return false;
            }
        }
        return !(levels.isEmpty() && FilterLevel.hidden(topic[0]));
    }

    /** Is every topic that {@code other} matches matched by this filter? */
    public boolean covers(Filter other) {
        if (other.levels.size() < levels.size() || (!hash && (other.hash || other.levels.size() > levels.size()))) {
            return false;
        }
        for (int i = 0; i < levels.size(); i++) {
            if (!levels.get(i).covers(other.levels.get(i), i == 0)) {
                return false;
            }
        }
        return !levels.isEmpty() || other.levels.isEmpty() || FilterLevel.ANY.covers(other.levels.get(0), true);
    }

    /** Is there a topic that both match? */
    public boolean overlaps(Filter other) {
        int common = Math.min(levels.size(), other.levels.size());
        if ((levels.size() > common && !other.hash) || (other.levels.size() > common && !hash)) {
            return false;
        }
        for (int i = 0; i < common; i++) {
            if (!levels.get(i).overlaps(other.levels.get(i), i == 0)) {
                return false;
            }
        }
        List<FilterLevel> longer = levels.isEmpty() ? other.levels : levels;
        return common > 0 || longer.isEmpty() || FilterLevel.ANY.overlaps(longer.get(0), true);
    }

    List<FilterLevel> levels() {
        return levels;
    }

    boolean hash() {
        return hash;
    }

    /** Is this about inboxes: first level {@code #P2P}. */
    boolean isInbox() {
        return !levels.isEmpty() && levels.get(0).equals(FilterLevel.literal(Inbox.FIRST_LEVEL));
    }

    /** Shared and local-only subscriptions, which this broker does not model. */
    boolean isUnsupported() {
        String first = levels.isEmpty() ? "" : levels.get(0).text();
        return first.equals("#share") || first.equals("$share") || first.equals("#noexport");
    }

    /** SMF spelling: {@code >} where it is exact, else the byte 0x03 as last level. */
    public String smfText() {
        boolean greater =
                hash && !levels.isEmpty() && levels.get(levels.size() - 1).isAny();
        return greater ? spelled(levels.size() - 1, '*', ">") : spelled(levels.size(), '*', hash ? HASH_IN_SMF : null);
    }

    /** SMF spelling as used for MQTT clients: never {@code >}. */
    public String smfTextForMqtt() {
        return spelled(levels.size(), '*', hash ? HASH_IN_SMF : null);
    }

    public String mqttText() {
        return Inbox.inMqtt(spelled(levels.size(), '+', hash ? "#" : null));
    }

    private String spelled(int count, char wildcard, String tail) {
        List<String> parts = new ArrayList<>(count + 1);
        for (FilterLevel level : levels.subList(0, count)) {
            parts.add(level.spelled(wildcard));
        }
        if (tail != null) {
            parts.add(tail);
        }
        return String.join("/", parts);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Filter other && hash == other.hash && levels.equals(other.levels);
    }

    @Override
    public int hashCode() {
        return 31 * levels.hashCode() + Boolean.hashCode(hash);
    }

    @Override
    public String toString() {
        return smfText();
    }
}
