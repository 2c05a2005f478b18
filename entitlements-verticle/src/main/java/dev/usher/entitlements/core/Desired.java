package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What must be true on the broker for one user, read in one snapshot.
 *
 * @param target whom it is about
 * @param rights what the user may see; {@link Rights#NONE} when suspended
 * @param profileGroup whose ACL profile and tier apply; empty for the managed profile
 * @param adoption whether the client username is ours to change; empty if that was never said
 * @param seats the open seats; every other client of the username gets nothing
 * @param epoch grows with every committed intent that touches this target; an enforcement counts for the epoch it read
 */
public record Desired(
        UserOnBroker target,
        Rights rights,
        Optional<ProfileGroup> profileGroup,
        Optional<Adoption> adoption,
        List<Seat> seats,
        long epoch) {
    public Desired {
        seats = List.copyOf(seats);
    }

    /** Behind the managed profile, with nothing said about adoption. */
    public Desired(UserOnBroker target, Rights rights, List<Seat> seats, long epoch) {
        this(target, rights, Optional.empty(), Optional.empty(), seats, epoch);
    }

    /** The ACL profile that the username has to be behind now. */
    public ProfileSpec profile() {
        return profileGroup.filter(this::holds).map(ProfileSpec::of).orElse(ProfileSpec.MANAGED);
    }

    /** The client profile the username has to have; empty to leave it as it is. */
    public Optional<String> tier() {
        return profileGroup.flatMap(ProfileGroup::tier);
    }

    /** Who makes the subscriptions now: the clients themselves only behind a self-service profile that applies. */
    public FenceMode mode() {
        return profileGroup.filter(this::holds).map(ProfileGroup::mode).orElse(FenceMode.MANAGED);
    }

    /**
     * A self-service profile holds for a user while their rights cover all of it. One that allows nothing yet holds for nobody:
     * a suspended user must not be behind it when it begins to allow something.
     */
    private boolean holds(ProfileGroup group) {
        Set<TopicFilter> allowed = group.filters();
        return group.mode() == FenceMode.MANAGED
                || !allowed.isEmpty()
                        && allowed.stream().allMatch(rights::cover)
                        && allowed.stream().noneMatch(NoticeTopics::reachedBy);
    }

    /** The same with the client profile left as it is. */
    Desired withoutTier() {
        return with(profileGroup.map(
                group -> new ProfileGroup(group.group(), group.mode(), group.filters(), Optional.empty())));
    }

    /** The same behind the managed profile. */
    Desired withoutProfileGroup() {
        return with(Optional.empty());
    }

    /** The same with other rights and seats. */
    Desired with(Rights others, List<Seat> open) {
        return new Desired(target, others, profileGroup, adoption, open, epoch);
    }

    private Desired with(Optional<ProfileGroup> group) {
        return new Desired(target, rights, group, adoption, seats, epoch);
    }

    /** What is injected into the client of a seat besides its notice topic, and what is refused. */
    public Allotment allotment(Seat seat) {
        return seat.wanted()
                .map(wanted -> Allotment.of(wanted, rights))
                .orElseGet(() -> mode() == FenceMode.SELF_SERVICE ? Allotment.NOTHING : Allotment.all(rights));
    }

    /** What is injected into the client of a seat besides its notice topic. */
    public Set<TopicFilter> givenTo(Seat seat) {
        return allotment(seat).given();
    }

    /**
     * Whether an entry may stay on the client of a seat, whoever made it: the seat's notice topic; in managed mode what is
     * inside of what the seat is given; in self-service mode what is inside of the rights. Never a notice of somebody else.
     */
    public boolean mayHold(Seat seat, TopicFilter filter) {
        return tenancy(seat).mayHold(filter);
    }

    Tenancy tenancy(Seat seat) {
        return new Tenancy(seat, allotment(seat), mode(), rights);
    }

    /**
     * The seat that each client belongs to. Of two seats that name the same client the older one has it, by name if they are of
     * one age: a client is given one seat's filters, never both.
     */
    public Map<ClientRef, Seat> claims() {
        Map<ClientRef, Seat> claims = new LinkedHashMap<>();
        inOrder().forEach(seat -> claims.putIfAbsent(seat.client(), seat));
        return claims;
    }

    private Stream<Seat> inOrder() {
        return seats.stream().sorted(Comparator.comparing(Seat::openedAt).thenComparing(Seat::id));
    }
}
