package dev.usher.broker.core;

import dev.usher.broker.core.SubscriptionTable.Matches;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;

/** The matching filters of one topic, gathered; of most topics there are none or one. */
final class Found<S> {

    private static final Matches<?> NOBODY = new Matches<>(List.of(), List.of());

    private Subscribers<S> one;
    private List<Subscribers<S>> all;

    void add(Subscribers<S> more) {
        if (one == null) {
            one = more;
            return;
        }
        if (all == null) {
            all = new ArrayList<>(4);
            all.add(one);
        }
        all.add(more);
    }

    /** Null if {@code mayMake} is false and some are not made, see {@link Subscribers#matches}. */
    @SuppressWarnings("unchecked")
    Matches<S> matches(boolean mayMake) {
        if (one == null) {
            return (Matches<S>) NOBODY;
        }
        if (all == null) {
            return one.matches(mayMake);
        }
        List<Matches<S>> each = new ArrayList<>(all.size());
        for (Subscribers<S> some : all) {
            Matches<S> matches = some.matches(mayMake);
            if (matches == null) {
                return null;
            }
            each.add(matches);
        }
        Collection<S> guaranteed = union(each, Matches::guaranteed);
        Collection<S> direct = union(each, Matches::direct);
        if (!guaranteed.isEmpty() && !direct.isEmpty()) {
            direct = new LinkedHashSet<>(direct);
            direct.removeAll(guaranteed);
        }
        return new Matches<>(guaranteed, direct);
    }

    private static <S> Collection<S> union(List<Matches<S>> each, Function<Matches<S>, Collection<S>> of) {
        Collection<S> first = List.of();
        Collection<S> union = null;
        for (Matches<S> matches : each) {
            Collection<S> some = of.apply(matches);
            if (some.isEmpty()) {
                continue;
            }
            if (first.isEmpty()) {
                first = some;
            } else {
                union = union == null ? new LinkedHashSet<>(first) : union;
                union.addAll(some);
            }
        }
        return union == null ? first : union;
    }
}
