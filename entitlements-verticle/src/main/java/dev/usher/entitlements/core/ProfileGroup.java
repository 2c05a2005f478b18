package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.Optional;
import java.util.Set;

/**
 * A user's profile group as it is now.
 *
 * @param group the group's name
 * @param mode who makes the subscriptions
 * @param filters what the group gives now
 * @param tier the client profile; empty to leave it as it is
 */
public record ProfileGroup(String group, FenceMode mode, Set<TopicFilter> filters, Optional<String> tier) {
    public ProfileGroup {
        filters = Set.copyOf(filters);
    }
}
