package dev.usher.broker.core;

/** The broker reads less from a client than that sends, which in the end blocks it. Lasts until it is disarmed. */
public final class SlowFault extends Fault<Fault.Subject, SlowFault> {

    /**
     * @param bytesPerSecond 0 for any number
     * @param messagesPerSecond 0 for any number
     */
    public record Effect(int bytesPerSecond, int messagesPerSecond, boolean stopped) {

        @Override
        public String toString() {
            return stopped
                    ? "read nothing"
                    : bytesPerSecond > 0
                            ? "read " + bytesPerSecond + " bytes/s"
                            : "read " + messagesPerSecond + " messages/s";
        }
    }

    private final Effect effect;

    private SlowFault(Effect effect, Scope<Subject> scope) {
        super("slow: " + effect, scope);
        this.effect = effect;
    }

    private static SlowFault of(Effect effect) {
        return new SlowFault(effect, Scope.everywhere());
    }

    /** On average; a connection rests for at most 10 seconds after what came in one piece. */
    public static SlowFault bytesPerSecond(int bytes) {
        return of(new Effect(positive(bytes), 0, false));
    }

    /** On average: what comes in one piece from the network is taken in one piece. */
    public static SlowFault messagesPerSecond(int messages) {
        return of(new Effect(0, positive(messages), false));
    }

    public static SlowFault stopReading() {
        return of(new Effect(0, 0, true));
    }

    private static int positive(int rate) {
        if (rate < 1) {
            throw new IllegalArgumentException(rate + " a second: use 1 or more, or stopReading()");
        }
        return rate;
    }

    public SlowFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    public SlowFault forUsername(String username) {
        return where("for username " + username, s -> s.username().equals(username));
    }

    Effect effect() {
        return effect;
    }

    /** @throws IllegalArgumentException for one that stops reading: it is no occasion, of which some could be counted */
    @Override
    SlowFault with(Scope<Subject> other) {
        if (effect.stopped() && !other.isUncounted()) {
            throw new IllegalArgumentException(
                    "stopReading() lasts until it is disarmed: without times(), after() and everyNth()");
        }
        return new SlowFault(effect, other);
    }
}
