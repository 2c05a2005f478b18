package dev.usher.broker.core;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The armed faults of one kind, in the order they were armed: of several that apply the first wins. Thread-safe. */
final class Armory<C, F extends Fault<C, F>> {

    private record Armed<C, F extends Fault<C, F>>(F fault, ArmedFault state) {
        boolean matches(C subject) {
            return fault.scope().when().test(subject);
        }
    }

    private final List<Armed<C, F>> armed = new CopyOnWriteArrayList<>();

    void add(F fault, ArmedFault state) {
        armed.add(new Armed<>(fault, state));
    }

    void remove(ArmedFault state) {
        armed.removeIf(a -> a.state() == state);
    }

    void clear() {
        armed.clear();
    }

    boolean isEmpty() {
        return armed.isEmpty();
    }

    /** The fault that would apply, without it counting as an occasion. */
    Optional<F> peek(C subject) {
        return armed.stream().filter(a -> a.matches(subject)).map(Armed::fault).findFirst();
    }

    /** The fault that this occasion hits. */
    Optional<F> next(C subject) {
        for (Armed<C, F> one : armed) {
            if (one.matches(subject) && one.state().fires()) {
                return Optional.of(one.fault());
            }
        }
        return Optional.empty();
    }
}
