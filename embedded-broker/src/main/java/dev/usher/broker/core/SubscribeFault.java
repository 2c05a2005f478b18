package dev.usher.broker.core;

import dev.usher.broker.core.OboFault.Effect;
import dev.usher.broker.core.OboFault.Kind;
import java.time.Duration;

/** What to do instead of answering a subscribe or unsubscribe request of an SMF client itself properly. */
public final class SubscribeFault extends Fault<Fault.Subject, SubscribeFault> {

    private final Effect effect;

    private SubscribeFault(Effect effect, Scope<Subject> scope) {
        super("subscribe: " + effect, scope);
        this.effect = effect;
    }

    private static SubscribeFault of(Effect effect) {
        return new SubscribeFault(effect, Scope.everywhere());
    }

    /** {@code OK} is a lie: it is answered and not applied. */
    public static SubscribeFault answer(OboOutcome outcome) {
        return of(new Effect(Kind.ANSWER, outcome, Duration.ZERO));
    }

    public static SubscribeFault swallow() {
        return of(Effect.of(Kind.SWALLOW));
    }

    public static SubscribeFault applyUnanswered() {
        return of(Effect.of(Kind.APPLY_UNANSWERED));
    }

    public static SubscribeFault delay(Duration delay) {
        return of(new Effect(Kind.DELAY, OboOutcome.OK, delay));
    }

    public static SubscribeFault applyAndCut() {
        return of(Effect.of(Kind.APPLY_AND_CUT));
    }

    public SubscribeFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    public SubscribeFault forUsername(String username) {
        return where("for username " + username, s -> s.username().equals(username));
    }

    public SubscribeFault forFilter(String smfFilter) {
        return where("for filter " + smfFilter, s -> s.text().equals(smfFilter));
    }

    Effect effect() {
        return effect;
    }

    @Override
    SubscribeFault with(Scope<Subject> other) {
        return new SubscribeFault(effect, other);
    }
}
