package dev.usher.broker.core;

/** What to do with a guaranteed message that an SMF client publishes instead of accepting and acknowledging it. */
public final class GuaranteedFault extends Fault<Fault.Subject, GuaranteedFault> {

    public enum Kind {
        NACK,
        WITHHOLD_ACKS,
        LOSE_ACK,
        LOSE_MESSAGE,
        CUT,
        ACCEPT_AND_CUT
    }

    /** @param code only for NACK */
    public record Effect(Kind kind, int code, String text) {

        @Override
        public String toString() {
            return switch (kind) {
                case NACK -> "nack " + code + " " + text;
                case WITHHOLD_ACKS -> "accept, withhold acknowledgements";
                case LOSE_ACK -> "accept, lose the acknowledgement";
                case LOSE_MESSAGE -> "lose the message";
                case CUT -> "cut";
                case ACCEPT_AND_CUT -> "accept and cut";
            };
        }
    }

    private final Effect effect;

    private GuaranteedFault(Effect effect, Scope<Subject> scope) {
        super("guaranteed: " + effect, scope);
        this.effect = effect;
    }

    private static GuaranteedFault of(Effect effect) {
        return new GuaranteedFault(effect, Scope.everywhere());
    }

    public static GuaranteedFault nack(Nack nack) {
        return nack(nack.code(), nack.text());
    }

    public static GuaranteedFault nack(int code, String text) {
        return of(new Effect(Kind.NACK, code, text));
    }

    /**
     * Accepted, and no acknowledgement goes out on its connection until this is disarmed: the window fills. A client that
     * comes back over another connection learns what was accepted.
     */
    public static GuaranteedFault withholdAcks() {
        return of(new Effect(Kind.WITHHOLD_ACKS, 0, ""));
    }

    /** Accepted, and its own acknowledgement never goes out; that of a later message covers it. */
    public static GuaranteedFault loseAck() {
        return of(new Effect(Kind.LOSE_ACK, 0, ""));
    }

    /** Lost on its way; the broker takes nothing after it until the client has sent it again. */
    public static GuaranteedFault loseMessage() {
        return of(new Effect(Kind.LOSE_MESSAGE, 0, ""));
    }

    /** The connection ends before it is accepted. */
    public static GuaranteedFault cut() {
        return of(new Effect(Kind.CUT, 0, ""));
    }

    /** Accepted, and the connection ends before that is acknowledged. */
    public static GuaranteedFault acceptAndCut() {
        return of(new Effect(Kind.ACCEPT_AND_CUT, 0, ""));
    }

    public GuaranteedFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    public GuaranteedFault forUsername(String username) {
        return where("for username " + username, s -> s.username().equals(username));
    }

    /** Only where the topic matches this SMF filter. */
    public GuaranteedFault forTopic(String smfFilter) {
        Filter filter = Filter.smf(smfFilter);
        return where("for topic " + smfFilter, s -> filter.matches(s.text()));
    }

    Effect effect() {
        return effect;
    }

    @Override
    GuaranteedFault with(Scope<Subject> other) {
        return new GuaranteedFault(effect, other);
    }
}
