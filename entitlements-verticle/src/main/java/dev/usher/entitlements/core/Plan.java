package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to do about one user on one broker, in the order of its parts: what narrows comes before what is given, always.
 *
 * @param custody whether the client username is ours; if it is not the plan has no steps
 * @param profile the ACL profile that has to be there with exactly this content before anything else is done. It is no step:
 *     only the broker can say whether it already is
 * @param move of the username to its profile and tier
 * @param deletions of durable sessions
 * @param disconnects of clients that are not under the profile of their username
 * @param removals from connected clients
 * @param keptRemovals from durable sessions
 * @param additions to connected clients, each client's notice topic first
 * @param refusals what seats do not get, and why
 */
public record Plan(
        Custody custody,
        ProfileSpec profile,
        Optional<Step.Move> move,
        List<Step.DeleteSession> deletions,
        List<Step.Disconnect> disconnects,
        List<Step.Remove> removals,
        List<Step.RemoveKept> keptRemovals,
        List<Step.Add> additions,
        List<Refusal> refusals) {
    public Plan {
        deletions = List.copyOf(deletions);
        disconnects = List.copyOf(disconnects);
        removals = List.copyOf(removals);
        keptRemovals = List.copyOf(keptRemovals);
        additions = List.copyOf(additions);
        refusals = List.copyOf(refusals);
    }

    /**
     * A filter that a seat does not get, or not in full.
     *
     * @param remediable whether it is granted and somebody could see to its being given; otherwise this is how it has to be
     */
    public record Refusal(Seat seat, TopicFilter filter, String reason, boolean remediable) {}

    /** For a username that is not ours. */
    static Plan none(Custody custody, ProfileSpec profile) {
        return new Plan(
                custody, profile, Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Every step, in order. */
    public List<Step> steps() {
        return Stream.concat(takingAway().stream(), additions.stream()).toList();
    }

    /** The steps that fence in or take away, in order. */
    public List<Step> takingAway() {
        return Stream.<Stream<? extends Step>>of(
                        move.stream(),
                        deletions.stream(),
                        disconnects.stream(),
                        removals.stream(),
                        keptRemovals.stream())
                .<Step>flatMap(part -> part)
                .toList();
    }

    /** True if nothing has to be taken away or fenced in, so that what is missing may be given. */
    public boolean isClean() {
        return move.isEmpty()
                && deletions.isEmpty()
                && disconnects.isEmpty()
                && removals.isEmpty()
                && keptRemovals.isEmpty();
    }

    /** True if the broker already has what is desired and can be given. */
    public boolean isEmpty() {
        return isClean() && additions.isEmpty();
    }
}
