package dev.usher.broker.core;

import java.time.Duration;

/** What to do with a direct message instead of handing it to a client it matches for. */
public final class DeliveryFault extends Fault<Fault.Subject, DeliveryFault> {

    enum Kind {
        DELAY,
        LOSE,
        CUT_INSIDE
    }

    record Effect(Kind kind, Duration delay) {
        @Override
        public String toString() {
            return kind == Kind.DELAY ? "delay " + delay : kind == Kind.LOSE ? "lose" : "cut inside the frame";
        }
    }

    private final Effect effect;

    private DeliveryFault(Effect effect, Scope<Subject> scope) {
        super("delivery: " + effect, scope);
        this.effect = effect;
    }

    private static DeliveryFault of(Effect effect) {
        return new DeliveryFault(effect, Scope.everywhere());
    }

    /** It arrives later, and what the client gets after it too: the order stays. */
    public static DeliveryFault delay(Duration delay) {
        return of(new Effect(Kind.DELAY, delay));
    }

    /** It never arrives, and nothing says so. */
    public static DeliveryFault lose() {
        return of(new Effect(Kind.LOSE, Duration.ZERO));
    }

    /** The client gets the first half of its bytes, and then the connection ends. */
    public static DeliveryFault cutInside() {
        return of(new Effect(Kind.CUT_INSIDE, Duration.ZERO));
    }

    public DeliveryFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    public DeliveryFault forUsername(String username) {
        return where("for username " + username, s -> s.username().equals(username));
    }

    /** Only where the topic matches this SMF filter. */
    public DeliveryFault forTopic(String smfFilter) {
        Filter filter = Filter.smf(smfFilter);
        return where("for topic " + smfFilter, s -> filter.matches(s.text()));
    }

    Effect effect() {
        return effect;
    }

    @Override
    DeliveryFault with(Scope<Subject> other) {
        return new DeliveryFault(effect, other);
    }
}
