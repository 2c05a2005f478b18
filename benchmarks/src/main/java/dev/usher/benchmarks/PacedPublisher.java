package dev.usher.benchmarks;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.Topic;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.benchmarks.harness.Role;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A JCSMP session that publishes direct messages of 100 bytes at a steady rate: a number that counts up, and when it was
 * sent. It does not wait for anybody: what it could not send in time it sends at once, late, and says how late it was.
 *
 * <p>Arguments: host. Command {@code send RATE SECONDS}.
 */
final class PacedPublisher extends Role {

    private static final int PAYLOAD = 100;
    private static final int TOPICS = 100;

    private final String host;
    private final Topic[] topics = new Topic[TOPICS];
    private XMLMessageProducer producer;
    private long number;

    private PacedPublisher(String host) {
        this.host = host;
    }

    public static void main(String[] args) {
        new PacedPublisher(args[0]).serve();
    }

    @Override
    protected void start(JsonObject ready) throws JCSMPException {
        producer = Jcsmp.session(host, "paced").getMessageProducer(new Ignoring());
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = JCSMPFactory.onlyInstance().createTopic("fan/us/nasdaq/S" + i);
        }
    }

    @Override
    protected void command(String command, JsonObject answer) throws JCSMPException {
        String[] words = command.split(" ", -1);
        double rate = Double.parseDouble(words[1]);
        long count = (long) (rate * Double.parseDouble(words[2]));
        BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
        message.setDeliveryMode(DeliveryMode.DIRECT);
        long begin = System.nanoTime();
        long latest = 0;
        for (long i = 0; i < count; i++) {
            long due = begin + (long) (i / rate * 1e9);
            long now = System.nanoTime();
            while (now < due) {
                LockSupport.parkNanos(Math.min(due - now, TimeUnit.MILLISECONDS.toNanos(1)));
                now = System.nanoTime();
            }
            latest = Math.max(latest, now - due);
            message.setData(
                    ByteBuffer.allocate(PAYLOAD).putLong(number).putLong(now).array());
            producer.send(message, topics[(int) (number % TOPICS)]);
            number++;
        }
        answer.put("sent", count)
                .put("rate", count / ((System.nanoTime() - begin) / 1e9))
                .put("latestMillis", latest / 1e6);
    }

    private static final class Ignoring implements JCSMPStreamingPublishCorrelatingEventHandler {
        @Override
        public void responseReceivedEx(Object key) {
            // Direct messages are not acknowledged.
        }

        @Override
        public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
            say("failed", new JsonObject().put("cause", cause.toString()));
        }
    }
}
