package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.Context;
import com.solacesystems.jcsmp.ContextProperties;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SessionEventHandler;
import java.util.function.Supplier;

/** JCSMP sessions on a JCSMP context, that is an I/O thread and a notification thread, of their own. */
final class JcsmpConnector implements Connector {

    private final Supplier<JCSMPProperties> properties;
    private final Context context;

    JcsmpConnector(String name, Supplier<JCSMPProperties> properties) {
        this.properties = properties;
        this.context = JCSMPFactory.onlyInstance().createContext(new ContextProperties().setName(name));
    }

    @Override
    public JCSMPSession create(SessionEventHandler events) throws JCSMPException {
        return JCSMPFactory.onlyInstance().createSession(properties.get(), context, events);
    }

    @Override
    public void close() {
        context.destroy();
    }
}
