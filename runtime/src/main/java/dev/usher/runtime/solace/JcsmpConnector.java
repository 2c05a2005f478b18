package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.Context;
import com.solacesystems.jcsmp.ContextProperties;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SessionEventHandler;
import dev.usher.runtime.config.Secret;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** JCSMP sessions on a JCSMP context, that is an I/O thread and a notification thread, of their own. */
final class JcsmpConnector implements Connector {

    private final Supplier<JCSMPProperties> properties;
    private final Context context;
    private final Optional<TokenKeeper> tokens;

    /** @param tokens of OAuth; empty for the other ways to log in */
    JcsmpConnector(String name, Supplier<JCSMPProperties> properties, Optional<TokenKeeper> tokens) {
        this.properties = properties;
        this.tokens = tokens;
        this.context = JCSMPFactory.onlyInstance().createContext(new ContextProperties().setName(name));
    }

    static JcsmpConnector of(
            String name, SolaceConnection connection, UnaryOperator<JCSMPProperties> tuning, SolaceTokens tokens) {
        return new JcsmpConnector("usher-" + name, () -> tuning.apply(connection.toProperties()), tokens.keeper());
    }

    @Override
    public JCSMPSession create(SessionEventHandler events) throws JCSMPException {
        JCSMPProperties own = properties.get();
        tokens.ifPresent(keeper -> own.setProperty(
                JCSMPProperties.OAUTH2_ACCESS_TOKEN, keeper.forLogin().reveal()));
        return JCSMPFactory.onlyInstance().createSession(own, context, events);
    }

    @Override
    public void onRenewal(Runnable told) {
        tokens.ifPresent(keeper -> keeper.join(this, told));
    }

    @Override
    public void reconnecting() {
        tokens.ifPresent(keeper -> keeper.doubt(this));
    }

    @Override
    public void settled() {
        tokens.ifPresent(keeper -> keeper.settled(this));
    }

    @Override
    public void refused() {
        tokens.ifPresent(TokenKeeper::refused);
    }

    @Override
    public void renew(JCSMPSession session) throws JCSMPException {
        Optional<Secret> token = last();
        Optional<Secret> told = Optional.empty();
        // Again if there is another by now: who told it of that may have been first.
        while (token.isPresent() && !token.equals(told)) {
            session.setProperty(JCSMPProperties.OAUTH2_ACCESS_TOKEN, token.get().reveal());
            told = token;
            token = last();
        }
    }

    private Optional<Secret> last() {
        return tokens.flatMap(TokenKeeper::last);
    }

    @Override
    public void close() {
        tokens.ifPresent(keeper -> keeper.leave(this));
        context.destroy();
    }
}
