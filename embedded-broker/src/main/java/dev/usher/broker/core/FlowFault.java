package dev.usher.broker.core;

/** What to do instead of opening a guaranteed publisher flow properly, or of keeping it open. */
public final class FlowFault extends Fault<Fault.Subject, FlowFault> {

    public enum Kind {
        REFUSE,
        FORGET,
        LOSE_LAST,
        CLOSE
    }

    /**
     * @param code only for REFUSE
     * @param messages only for LOSE_LAST
     */
    public record Effect(Kind kind, int code, String text, int messages) {

        @Override
        public String toString() {
            return switch (kind) {
                case REFUSE -> "refuse to open: " + code + " " + text;
                case FORGET -> "forget it before it is resumed";
                case CLOSE -> "close it unasked";
                case LOSE_LAST -> "lose the last " + messages + " messages before it is resumed";
            };
        }
    }

    private final Effect effect;

    private FlowFault(Effect effect, Scope<Subject> scope) {
        super("flow: " + effect, scope);
        this.effect = effect;
    }

    private static FlowFault of(Effect effect) {
        return new FlowFault(effect, Scope.everywhere());
    }

    /** A new flow and one to be resumed are refused, for example with 503 Service Unavailable. */
    public static FlowFault refuse(int code, String text) {
        return of(new Effect(Kind.REFUSE, code, text, 0));
    }

    /** The broker does not know the flow a client comes back to; a new flow is opened as ever. */
    public static FlowFault forget() {
        return of(new Effect(Kind.FORGET, 0, "", 0))
                .where("at resume", s -> !s.text().isEmpty());
    }

    /**
     * A client comes back to a flow of which the broker has lost the messages it accepted last; at most those that it
     * did not acknowledge. It sends them again, so subscribers and the journal have them twice.
     */
    public static FlowFault loseLast(int messages) {
        return of(new Effect(Kind.LOSE_LAST, 0, "", messages))
                .where("at resume", s -> !s.text().isEmpty());
    }

    /**
     * The broker closes an open flow by itself, as when its message spool is shut down: with a message, which it does not take, nor those
     * behind it. The connection goes on. Each message that would be taken is an occasion.
     */
    public static FlowFault close() {
        return of(new Effect(Kind.CLOSE, 0, "", 0));
    }

    public FlowFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    public FlowFault forUsername(String username) {
        return where("for username " + username, s -> s.username().equals(username));
    }

    Effect effect() {
        return effect;
    }

    @Override
    FlowFault with(Scope<Subject> other) {
        return new FlowFault(effect, other);
    }
}
