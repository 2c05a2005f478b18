package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/**
 * An ACL profile of ours as it has to be: connect allowed; publish, subscribe and share names denied.
 *
 * @param name starts with {@code usher_}; at most 32 characters (SEMP v2 spec, MsgVpnAclProfile.aclProfileName)
 * @param exceptions what may be subscribed to nevertheless; empty in a managed profile
 */
public record ProfileSpec(String name, Set<TopicFilter> exceptions) {
    /** Every profile that we create starts so; no others are edited. */
    public static final String PREFIX = "usher_";

    /** The profile of whoever has no profile group, or whose rights do not cover a self-service one. */
    public static final ProfileSpec MANAGED = new ProfileSpec(PREFIX + "managed", Set.of());

    private static final int LONGEST_NAME = 32;
    private static final String GROUP_PREFIX = PREFIX + "g_";
    private static final int ROOM = LONGEST_NAME - GROUP_PREFIX.length();
    private static final int HASH_RADIX = 32;
    private static final int FEWEST_HASH_CHARACTERS = 13;

    public ProfileSpec {
        if (!name.startsWith(PREFIX) || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("ACL profile " + name + " is not one of ours");
        }
        exceptions = Set.copyOf(exceptions);
    }

    /** The profile of a group, in its mode. */
    public static ProfileSpec of(ProfileGroup group) {
        return new ProfileSpec(
                nameOf(group.group()), group.mode() == FenceMode.SELF_SERVICE ? group.filters() : Set.of());
    }

    /**
     * The name of a group's profile: the group's own name where the broker takes it (letters, digits, underscore, at most 23 of
     * them), otherwise as much of it as fits and a hash of at least 60 bits, so that two groups do not share a profile.
     */
    public static String nameOf(String group) {
        String plain = group.replaceAll("[^A-Za-z0-9_]", "_");
        // A name with a hash fills the room to the last character, one without never does.
        if (plain.equals(group) && group.length() < ROOM) {
            return GROUP_PREFIX + group;
        }
        String kept = plain.substring(0, Math.min(plain.length(), ROOM - 1 - FEWEST_HASH_CHARACTERS));
        return GROUP_PREFIX + kept + "_" + hash(group).substring(0, ROOM - kept.length() - 1);
    }

    /** In base 32: the broker may not tell upper from lower case. */
    private static String hash(String group) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(group.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest).setBit(digest.length * Byte.SIZE).toString(HASH_RADIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
