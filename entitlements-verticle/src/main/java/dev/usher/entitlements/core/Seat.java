package dev.usher.entitlements.core;

import java.time.Instant;

/**
 * One WebSocket session of a user: a client on one broker that is to have the user's rights for as long as the seat is
 * open, across reconnects.
 *
 * @param id the seat's name, 128 random bits
 * @param target whose seat it is and where
 * @param client how the client calls itself
 * @param openedAt when the seat was opened, by the database's clock
 */
public record Seat(String id, UserOnBroker target, ClientRef client, Instant openedAt) {}
