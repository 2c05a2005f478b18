package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import java.util.Optional;

/** Whether a client username has to change its profiles, and why: a function of what is desired and where it stands. */
final class Moves {
    private Moves() {}

    static Optional<Step.Move> of(Desired desired, Standing standing) {
        String profile = desired.profile().name();
        boolean fenced = standing.aclProfile().equals(profile);
        Optional<String> tier = desired.tier().filter(wanted -> !wanted.equals(standing.clientProfile()));
        if (fenced && tier.isEmpty()) {
            return Optional.empty();
        }
        String reason = fenced ? "" : "from ACL profile " + standing.aclProfile() + " to " + profile + because(desired);
        String tiering = tier.map(wanted ->
                        "from client profile " + standing.clientProfile() + " to " + wanted + ", the tier of group "
                                + desired.profileGroup().orElseThrow().group())
                .orElse("");
        return Optional.of(new Step.Move(
                standing.clientUsername(),
                profile,
                tier,
                reason.isEmpty() || tiering.isEmpty() ? reason + tiering : reason + "; " + tiering));
    }

    private static String because(Desired desired) {
        return desired.profileGroup()
                .map(group -> group.mode() == desired.mode()
                        ? ", that of group " + group.group()
                        : ", since the user's rights do not cover the self-service profile of group " + group.group())
                .orElse("");
    }
}
