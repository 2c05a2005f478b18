package dev.usher.entitlements.core;

import java.util.Optional;

/**
 * An intent that was committed.
 *
 * @param change with every target that has to be enforced
 * @param created whether the thing was not there before
 * @param seat the seat, for intents about one
 */
public record Committed(Change change, boolean created, Optional<Seat> seat) {}
