package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What clients of seats lack and are to be given. What would go past a limit is refused for the whole client, before the first
 * of it.
 */
final class Additions {
    private final Desired desired;
    private final Custody.Terms terms;
    private final String clientProfile;
    private final Optional<Observed.Room> room;
    private final List<Step.Add> planned = new ArrayList<>();
    private final List<Plan.Refusal> refusals = new ArrayList<>();
    private final Set<String> judged = new HashSet<>();
    private long onVpn;

    Additions(Desired desired, Custody.Terms terms, String clientProfile, Optional<Observed.Room> room) {
        this.desired = desired;
        this.terms = terms;
        this.clientProfile = clientProfile;
        this.room = room;
        this.onVpn = room.map(Observed.Room::elsewhere).orElse(0L);
    }

    List<Step.Add> planned() {
        return planned;
    }

    List<Plan.Refusal> refusals() {
        return refusals;
    }

    /** Takes in what a client keeps, seat or not. */
    void count(int staying) {
        onVpn += staying;
    }

    /** Adds what a seat's client lacks, its notice topic first, or refuses all of it. */
    void plan(Tenancy tenancy, ObservedClient client, int staying) {
        Seat seat = tenancy.seat();
        Set<TopicFilter> held = new HashSet<>();
        client.subscriptions().forEach(entry -> held.add(entry.filter()));
        List<TopicFilter> lacking = new ArrayList<>();
        lacking.add(seat.noticeTopic());
        lacking.addAll(tenancy.allotment().given());
        lacking.removeIf(held::contains);
        Optional<String> obstacle = obstacle(seat, staying, lacking.size());
        judged.add(seat.id());
        if (obstacle.isPresent()) {
            lacking.stream()
                    .filter(filter -> !filter.equals(seat.noticeTopic()))
                    .forEach(filter -> refusals.add(new Plan.Refusal(seat, filter, obstacle.get(), true)));
            return;
        }
        lacking.forEach(filter -> planned.add(new Step.Add(client.connection(), seat, filter)));
        onVpn += lacking.size();
    }

    /** Says of every seat what it will not get, also of those whose clients are not there. */
    void refuse(Collection<Tenancy> tenancies, Map<ClientRef, Seat> claims) {
        for (Tenancy tenancy : tenancies) {
            Seat seat = tenancy.seat();
            tenancy.allotment()
                    .refused()
                    .forEach((filter, reason) -> refusals.add(new Plan.Refusal(seat, filter, reason, false)));
            Set<TopicFilter> given = tenancy.allotment().given();
            if (!judged.contains(seat.id())) {
                obstacle(seat, 0, given.size() + 1).ifPresent(reason -> refuse(seat, given, reason, true));
            }
        }
        for (Seat seat : desired.seats()) {
            Seat owner = claims.get(seat.client());
            if (!owner.id().equals(seat.id())) {
                refuse(
                        seat,
                        desired.givenTo(seat),
                        "client " + seat.client().value() + " is that of seat " + owner.id(),
                        false);
            }
        }
    }

    private void refuse(Seat seat, Set<TopicFilter> filters, String reason, boolean remediable) {
        filters.forEach(filter -> refusals.add(new Plan.Refusal(seat, filter, reason, remediable)));
    }

    private Optional<String> obstacle(Seat seat, int staying, int more) {
        if (more == 0) {
            return Optional.empty();
        }
        if (!terms.reaches().contains(seat.client().kind())) {
            return Optional.of("clients of kind " + seat.client().kind() + " are not reached on broker "
                    + desired.target().broker() + ", which is injected by " + terms.way());
        }
        return room.flatMap(found -> tooMuch(seat, found.limits(), staying, more));
    }

    private Optional<String> tooMuch(Seat seat, SubscriptionLimits limits, int staying, int more) {
        if (staying + more > limits.usablePerClient()) {
            return Optional.of(past(
                    "client " + seat.client().value(),
                    staying,
                    more,
                    limits.perClient(),
                    "client profile " + clientProfile));
        }
        return onVpn + more > limits.usablePerVpn()
                ? Optional.of(
                        past("broker " + desired.target().broker(), onVpn, more, limits.perVpn(), "the Message VPN"))
                : Optional.empty();
    }

    private static String past(String who, long held, long more, long most, String limit) {
        return who + " holds " + held + " subscriptions and " + more + " more would pass 80 % of the " + most + " that "
                + limit + " allows";
    }
}
