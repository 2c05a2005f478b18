package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.Destination;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.XMLMessageProducer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A JCSMP session that sends nowhere; any other use of it fails. */
final class FakeSession {

    /** Sends one message, or throws what JCSMP would throw. */
    interface Wire {
        void send(String topic) throws JCSMPException;
    }

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Wire wire = topic -> {};

    List<String> sent() {
        return sent;
    }

    FakeSession wire(Wire value) {
        wire = value;
        return this;
    }

    JCSMPSession session() {
        return proxy(JCSMPSession.class, (self, method, args) -> {
            if (method.getName().equals("getMessageProducer")
                    && args[0] instanceof JCSMPStreamingPublishCorrelatingEventHandler) {
                return producer();
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }

    private XMLMessageProducer producer() {
        return proxy(XMLMessageProducer.class, (self, method, args) -> {
            switch (method.getName()) {
                case "send" -> {
                    String topic = ((Destination) args[1]).getName();
                    wire.send(topic);
                    sent.add(topic);
                    return null;
                }
                case "isClosed" -> {
                    return false;
                }
                default -> throw new UnsupportedOperationException(method.toString());
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
