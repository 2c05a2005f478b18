package dev.usher.broker.switches;

import java.util.Objects;

/**
 * One behaviour of PubSub+ that no public text settles. Declared once, in the interface of its area, with its
 * description, what is thought most likely, and what is hardest; the same in every broker.
 *
 * @param <T> Boolean, Integer, an enum or a Duration
 */
public final class Switch<T> {

    private final String name;
    private final T likely;
    private final T hardest;

    private Switch(String name, T likely, T hardest) {
        this.name = name;
        this.likely = Objects.requireNonNull(likely, name);
        this.hardest = Objects.requireNonNull(hardest, name);
    }

    /**
     * @param name as the methods that read and change it
     * @param likely what {@link BrokerSwitches#defaults()} has
     * @param hardest what {@link BrokerSwitches#pessimistic()} has
     */
    static <T> Switch<T> of(String name, T likely, T hardest) {
        return new Switch<>(name, likely, hardest);
    }

    public String name() {
        return name;
    }

    /** What is thought most likely. */
    public T likely() {
        return likely;
    }

    /** What is hardest for a product that has to prove that nobody is sent what they may not see. */
    public T hardest() {
        return hardest;
    }

    @Override
    public String toString() {
        return name;
    }
}
