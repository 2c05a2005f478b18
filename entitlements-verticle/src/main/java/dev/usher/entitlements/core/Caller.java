package dev.usher.entitlements.core;

/**
 * Who asked for a change and why, for the ledger.
 *
 * @param name the authenticated caller
 * @param reason in the caller's words; may be empty
 */
public record Caller(String name, String reason) {}
