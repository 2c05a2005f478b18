package dev.usher.broker.core;

import java.util.function.Predicate;

/**
 * Something the broker is to do wrong, and where: immutable, armed with {@link Faults#arm}. Without a condition it applies
 * everywhere, and until it is disarmed.
 *
 * @param <C> what its conditions look at
 * @param <F> the kind itself
 */
public abstract sealed class Fault<C, F extends Fault<C, F>>
        permits OboFault,
                SubscribeFault,
                SempFault,
                DeliveryFault,
                EventFault,
                LoginFault,
                GuaranteedFault,
                FlowFault,
                DirectFault,
                SlowFault {

    /** Whom or what a fault looks at; {@code text} is a topic, a filter or an event, or empty. */
    public record Subject(String clientName, String username, String text) {}

    /**
     * Where and how often it applies.
     *
     * @param text the conditions in words
     * @param after matching occasions that pass unharmed first
     * @param every of those that follow, each n-th is hit
     * @param times hits after which it is spent
     */
    record Scope<C>(Predicate<C> when, String text, int after, int every, int times) {

        static <C> Scope<C> everywhere() {
            return new Scope<>(c -> true, "", 0, 1, Integer.MAX_VALUE);
        }

        /** Whether it applies on every occasion, for ever. */
        boolean isUncounted() {
            return after == 0 && every == 1 && times == Integer.MAX_VALUE;
        }

        Scope<C> and(String more, Predicate<C> condition) {
            return new Scope<>(when.and(condition), text + " " + more, after, every, times);
        }
    }

    private final String what;
    private final Scope<C> scope;

    Fault(String what, Scope<C> scope) {
        this.what = what;
        this.scope = scope;
    }

    final Scope<C> scope() {
        return scope;
    }

    abstract F with(Scope<C> other);

    /** Only where this holds too. */
    public final F where(String inWords, Predicate<C> condition) {
        return with(scope.and(inWords, condition));
    }

    /** For this many hits. */
    public final F times(int count) {
        return with(new Scope<>(scope.when(), scope.text(), scope.after(), scope.every(), atLeastOne(count)));
    }

    /** Only each n-th occasion that matches. */
    public final F everyNth(int n) {
        return with(new Scope<>(scope.when(), scope.text(), scope.after(), atLeastOne(n), scope.times()));
    }

    /** Not before this many occasions that match have passed. */
    public final F after(int occasions) {
        return with(new Scope<>(scope.when(), scope.text(), occasions, scope.every(), scope.times()));
    }

    private static int atLeastOne(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(count + ": a fault that never fires; use 1 or more");
        }
        return count;
    }

    /** What it does, where, and how often, in words. */
    @Override
    public final String toString() {
        return what
                + scope.text()
                + (scope.after() == 0 ? "" : " after " + scope.after())
                + (scope.every() == 1 ? "" : " every " + scope.every())
                + (scope.times() == Integer.MAX_VALUE ? "" : " times " + scope.times());
    }
}
