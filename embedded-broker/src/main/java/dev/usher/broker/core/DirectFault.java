package dev.usher.broker.core;

/** What to do with a direct message (of MQTT: QoS 0) that a client publishes instead of routing it. */
public final class DirectFault extends Fault<Fault.Subject, DirectFault> {

    enum Effect {
        DROP,
        REFUSE
    }

    private final Effect effect;

    private DirectFault(Effect effect, Scope<Subject> scope) {
        super("direct: " + effect, scope);
        this.effect = effect;
    }

    private static DirectFault of(Effect effect) {
        return new DirectFault(effect, Scope.everywhere());
    }

    /** Taken, and gone: nobody gets it, the journal does not have it, nothing says so. */
    public static DirectFault drop() {
        return of(Effect.DROP);
    }

    /** As if the publish ACL refused it. */
    public static DirectFault refuse() {
        return of(Effect.REFUSE);
    }

    public DirectFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    public DirectFault forUsername(String username) {
        return where("for username " + username, s -> s.username().equals(username));
    }

    /** Only where the topic matches this SMF filter. */
    public DirectFault forTopic(String smfFilter) {
        Filter filter = Filter.smf(smfFilter);
        return where("for topic " + smfFilter, s -> filter.matches(s.text()));
    }

    Effect effect() {
        return effect;
    }

    @Override
    DirectFault with(Scope<Subject> other) {
        return new DirectFault(effect, other);
    }
}
