package dev.usher.entitlements.core;

import java.util.Optional;

/**
 * A user as somebody wants them to be.
 *
 * @param user with the status a new user gets when none is given
 * @param status empty to keep the status that the user has, so that defining users again never lifts a suspension
 */
public record UserDefinition(User user, Optional<UserStatus> status) {
    public UserDefinition {
        if (status.isPresent() && status.get() != user.status()) {
            throw new IllegalArgumentException("user " + user.id() + " has two statuses");
        }
    }

    /** The user to store. */
    public User over(Optional<User> stored) {
        UserStatus now = status.or(() -> stored.map(User::status)).orElse(user.status());
        return new User(user.id(), user.groups(), user.grants(), now, user.profileGroup(), user.clientUsernames());
    }
}
