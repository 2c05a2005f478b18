package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.Destination;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSendMultipleEntry;
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
    private final List<Integer> calls = new CopyOnWriteArrayList<>();
    private volatile Wire wire = topic -> {};
    private volatile boolean closed;
    private volatile int largest = 1_000_000;
    private volatile boolean guaranteedAllowed = true;
    private volatile JCSMPStreamingPublishCorrelatingEventHandler answers;

    List<String> sent() {
        return sent;
    }

    /** How many messages each {@code sendMultiple} was asked to send. */
    List<Integer> calls() {
        return calls;
    }

    /** What the publisher gave JCSMP to be told the broker's answers. */
    JCSMPStreamingPublishCorrelatingEventHandler answers() {
        return answers;
    }

    /** As when JCSMP gives the session up. */
    void close() {
        closed = true;
    }

    FakeSession largest(int bytes) {
        largest = bytes;
        return this;
    }

    FakeSession guaranteedAllowed(boolean allowed) {
        guaranteedAllowed = allowed;
        return this;
    }

    FakeSession wire(Wire value) {
        wire = value;
        return this;
    }

    JCSMPSession session() {
        return proxy(JCSMPSession.class, (self, method, args) -> {
            if (method.getName().equals("getMessageProducer")
                    && args[0] instanceof JCSMPStreamingPublishCorrelatingEventHandler handler) {
                answers = handler;
                return producer();
            }
            if (method.getName().equals("getCapability")) {
                return largest;
            }
            if (method.getName().equals("isCapable")) {
                return guaranteedAllowed;
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
                case "sendMultiple" -> {
                    calls.add((Integer) args[2]);
                    JCSMPSendMultipleEntry[] entries = (JCSMPSendMultipleEntry[]) args[0];
                    for (int i = 0; i < (Integer) args[2]; i++) {
                        String topic = entries[i].getDestination().getName();
                        wire.send(topic);
                        sent.add(topic);
                    }
                    return args[2];
                }
                case "isClosed" -> {
                    return closed;
                }
                default -> throw new UnsupportedOperationException(method.toString());
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
