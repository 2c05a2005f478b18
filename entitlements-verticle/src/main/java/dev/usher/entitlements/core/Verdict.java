package dev.usher.entitlements.core;

import java.util.SortedSet;

/**
 * Whether a user may see a topic or filter now, and why.
 *
 * @param topic as it was asked for
 * @param allowed whether all of it is covered by one granted filter
 * @param products products that give it; empty if it is not allowed
 * @param reason in words
 */
public record Verdict(String topic, boolean allowed, SortedSet<String> products, String reason) {}
