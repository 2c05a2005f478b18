package dev.usher.entitlements.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a caller may be. Which operations that covers is written on each of them in the contract, as {@code x-usher-roles}. */
public enum Role {
    /** Opens and closes seats for users that it has logged in. */
    AUTH_SERVICE,
    /** Decides who holds what. */
    ADMIN,
    /** Looks after the running system: sees everything, takes sessions and users off it. */
    OPERATOR,
    /** Sees everything and changes nothing. */
    AUDITOR;

    /** As it stands in tokens, configuration and contract: {@code auth-service}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The role of exactly this name; empty if there is none. */
    public static Optional<Role> find(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }

    /**
     * The role of exactly this name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static Role parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException("role " + text + " is not one of "
                        + Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "))));
    }
}
