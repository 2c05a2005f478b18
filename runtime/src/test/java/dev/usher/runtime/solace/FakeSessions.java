package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SessionEvent;
import com.solacesystems.jcsmp.SessionEventArgs;
import com.solacesystems.jcsmp.SessionEventHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes sessions that connect to nothing, and remembers them. */
final class FakeSessions implements Connector {
    final List<Fake> made = new CopyOnWriteArrayList<>();
    volatile int refusals;
    /** Thrown once, instead of making a session. */
    volatile Error error;

    volatile int closes;
    final List<JCSMPSession> renewed = new CopyOnWriteArrayList<>();
    volatile Runnable onRenewal;
    volatile OnConnect onConnect = fake -> null;

    @Override
    public JCSMPSession create(SessionEventHandler events) {
        Error now = error;
        if (now != null) {
            error = null;
            throw now;
        }
        Fake fake = new Fake(events);
        fake.onConnect = () -> {
            if (made.size() <= refusals) {
                throw new JCSMPException("refused");
            }
            return onConnect.connect(fake);
        };
        made.add(fake);
        return fake.proxy;
    }

    @Override
    public void onRenewal(Runnable told) {
        onRenewal = told;
    }

    @Override
    public void renew(JCSMPSession session) {
        renewed.add(session);
    }

    @Override
    public void close() {
        closes++;
    }

    Fake last() {
        return made.get(made.size() - 1);
    }

    interface OnConnect {
        Object connect(Fake fake) throws Exception;
    }

    static final class Fake {
        final SessionEventHandler events;
        final AtomicBoolean closed = new AtomicBoolean();
        final JCSMPSession proxy;
        volatile Callable<Object> onConnect;

        private Fake(SessionEventHandler events) {
            this.events = events;
            this.proxy = (JCSMPSession) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {JCSMPSession.class}, (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "connect":
                                return onConnect.call();
                            case "closeSession":
                                closed.set(true);
                                return null;
                            case "getProperty":
                                return "fake";
                            default:
                                throw new UnsupportedOperationException(method.getName());
                        }
                    });
        }

        void fire(SessionEvent event, String info) {
            events.handleEvent(new Args(event, info));
        }
    }

    static final class Args extends SessionEventArgs {
        private Args(SessionEvent event, String info) {
            super(event, info, null, 0);
        }
    }
}
