package dev.usher.broker.core;

/** An event on the message bus that gets lost. */
public final class EventFault extends Fault<Fault.Subject, EventFault> {

    enum Effect {
        LOSE
    }

    private final Effect effect;

    private EventFault(Effect effect, Scope<Subject> scope) {
        super("events: " + effect, scope);
        this.effect = effect;
    }

    private static EventFault of(Effect effect) {
        return new EventFault(effect, Scope.everywhere());
    }

    public static EventFault lose() {
        return of(Effect.LOSE);
    }

    public EventFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    /** Only events whose name contains this, for example {@code CLIENT_DISCONNECT} or {@code SUB_ADD}. */
    public EventFault forEvent(String part) {
        return where("for event " + part, s -> s.text().contains(part));
    }

    Effect effect() {
        return effect;
    }

    @Override
    EventFault with(Scope<Subject> other) {
        return new EventFault(effect, other);
    }
}
