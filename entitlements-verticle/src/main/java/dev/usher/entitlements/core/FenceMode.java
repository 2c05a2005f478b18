package dev.usher.entitlements.core;

/** Who makes the subscriptions of the users whose profile group this is. */
public enum FenceMode {
    /** We do; the ACL profile denies every subscription and holds no exception. */
    MANAGED,
    /**
     * The clients themselves, inside the group's filters, which are the profile's exceptions. It holds for a user only while
     * their rights cover the whole profile; otherwise the user is behind the managed profile.
     */
    SELF_SERVICE
}
