package dev.usher.benchmarks;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import dev.usher.benchmarks.harness.Role;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicLong;

/** A JCSMP session that subscribes and counts. Arguments: host, filter. Command {@code count}. */
final class JcsmpSubscriber extends Role {

    private final String host;
    private final String filter;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong flagged = new AtomicLong();
    private XMLMessageConsumer consumer;

    private JcsmpSubscriber(String host, String filter) {
        this.host = host;
        this.filter = filter;
    }

    public static void main(String[] args) {
        new JcsmpSubscriber(args[0], args[1]).serve();
    }

    @Override
    protected void start(JsonObject ready) throws JCSMPException {
        JCSMPSession session = Jcsmp.session(host, "subscriber");
        consumer = session.getMessageConsumer(new XMLMessageListener() {
            @Override
            public void onReceive(BytesXMLMessage message) {
                count.incrementAndGet();
                if (message.getDiscardIndication()) {
                    flagged.incrementAndGet();
                }
            }

            @Override
            public void onException(JCSMPException cause) {
                say("failed", new JsonObject().put("cause", cause.toString()));
            }
        });
        session.addSubscription(JCSMPFactory.onlyInstance().createTopic(filter));
        consumer.start();
    }

    @Override
    protected void command(String command, JsonObject answer) {
        answer.put("count", count.get()).put("flagged", flagged.get());
    }
}
