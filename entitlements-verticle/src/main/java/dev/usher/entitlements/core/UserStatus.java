package dev.usher.entitlements.core;

/** Whether a user's grants count at all. */
public enum UserStatus {
    ACTIVE,
    SUSPENDED
}
