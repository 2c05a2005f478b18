package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.Arrays;

/**
 * One entry of a client's subscription table.
 *
 * @param text as the broker spells it
 * @param filter what it matches, never less than the broker delivers for it
 */
public record ObservedSubscription(String text, TopicFilter filter) {
    private static final int SHORTEST_INBOX = 3;

    /**
     * The client's own inbox, which the broker adds by itself and nobody removes: literal down to the last level. A wider
     * entry below {@code #P2P} would receive what is meant for others and is treated like any other.
     */
    public boolean isInbox() {
        String[] levels = text.split("/", -1);
        boolean reserved = levels[0].equals("#P2P") || levels[0].equals("_P2P");
        return reserved
                && levels.length >= SHORTEST_INBOX
                && Arrays.stream(levels, 0, levels.length - 1).noneMatch(ObservedSubscription::hasWildcard);
    }

    private static boolean hasWildcard(String level) {
        return level.endsWith("*") || level.endsWith("+") || level.equals(">") || level.indexOf('\u0003') >= 0;
    }
}
