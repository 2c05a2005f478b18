package dev.usher.entitlements.core;

import java.util.Optional;

/** Which open seats; what is empty is not asked for. */
public record SeatQuery(Optional<String> user, Optional<String> broker) {}
