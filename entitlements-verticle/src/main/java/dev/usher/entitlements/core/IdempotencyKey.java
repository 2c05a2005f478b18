package dev.usher.entitlements.core;

/**
 * Makes a repeated request answer as the first one did.
 *
 * @param key chosen by the caller, unique among the caller's requests for a day
 * @param fingerprint of everything that was asked for: the same key with another one is a mistake and refused
 */
public record IdempotencyKey(String key, String fingerprint) {}
