package dev.usher.broker.core;

/** A login that is refused for no reason of its own. */
public final class LoginFault extends Fault<Fault.Subject, LoginFault> {

    record Effect(LoginRefusal reason) {
        @Override
        public String toString() {
            return "refuse " + reason;
        }
    }

    private final Effect effect;

    private LoginFault(Effect effect, Scope<Subject> scope) {
        super("login: " + effect, scope);
        this.effect = effect;
    }

    private static LoginFault of(Effect effect) {
        return new LoginFault(effect, Scope.everywhere());
    }

    public static LoginFault refuse(LoginRefusal reason) {
        return of(new Effect(reason));
    }

    public LoginFault forClient(String clientName) {
        return where("for client " + clientName, s -> s.clientName().equals(clientName));
    }

    public LoginFault forUsername(String username) {
        return where("for username " + username, s -> s.username().equals(username));
    }

    Effect effect() {
        return effect;
    }

    @Override
    LoginFault with(Scope<Subject> other) {
        return new LoginFault(effect, other);
    }
}
