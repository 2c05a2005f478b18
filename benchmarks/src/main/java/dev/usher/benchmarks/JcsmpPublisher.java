package dev.usher.benchmarks;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSendMultipleEntry;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.Topic;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.benchmarks.harness.Role;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JCSMP session that publishes as fast as it is let, 200 bytes to a hundred topics in turn.
 *
 * <p>Arguments: host, client name. Command {@code send MILLIS BATCH [guaranteed]}: for how long, once at least, and how many with one call
 * (1: {@code send}; more: {@code sendMultiple}); answers with how many were sent and, if guaranteed, acknowledged.
 */
final class JcsmpPublisher extends Role {

    private static final int PAYLOAD = 200;
    private static final int TOPICS = 100;

    private final String host;
    private final String clientName;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Topic> topics = new ArrayList<>();
    private XMLMessageProducer producer;

    private JcsmpPublisher(String host, String clientName) {
        this.host = host;
        this.clientName = clientName;
    }

    public static void main(String[] args) {
        new JcsmpPublisher(args[0], args[1]).serve();
    }

    @Override
    protected void start(JsonObject ready) throws JCSMPException {
        JCSMPSession session = Jcsmp.session(host, clientName);
        producer = session.getMessageProducer(new JCSMPStreamingPublishCorrelatingEventHandler() {
            @Override
            public void responseReceivedEx(Object key) {
                acknowledged.incrementAndGet();
            }

            @Override
            public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
                refused.incrementAndGet();
            }
        });
        for (int i = 0; i < TOPICS; i++) {
            topics.add(JCSMPFactory.onlyInstance().createTopic("bench/us/nasdaq/S" + i));
        }
    }

    @Override
    protected void command(String command, JsonObject answer) throws JCSMPException, InterruptedException {
        String[] words = command.split(" ", -1);
        long until = System.nanoTime() + Long.parseLong(words[1]) * 1_000_000;
        int batch = Integer.parseInt(words[2]);
        boolean guaranteed = words.length > 3;
        long acknowledgedBefore = acknowledged.get();
        long sent = batch == 1 ? one(until, guaranteed) : many(until, batch, guaranteed);
        while (guaranteed && acknowledged.get() - acknowledgedBefore < sent && refused.get() == 0) {
            Thread.sleep(1);
        }
        answer.put("sent", sent)
                .put("acknowledged", acknowledged.get() - acknowledgedBefore)
                .put("refused", refused.get());
    }

    private static BytesMessage message(boolean guaranteed) {
        BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
        message.setData(new byte[PAYLOAD]);
        message.setDeliveryMode(guaranteed ? DeliveryMode.PERSISTENT : DeliveryMode.DIRECT);
        return message;
    }

    private long one(long until, boolean guaranteed) throws JCSMPException {
        BytesMessage message = message(guaranteed);
        long sent = 0;
        do {
            if (guaranteed) {
                message.setCorrelationKey(message);
            }
            producer.send(message, topics.get((int) (sent % TOPICS)));
            sent++;
        } while ((sent & 0x3f) != 0 || System.nanoTime() < until);
        return sent;
    }

    private long many(long until, int batch, boolean guaranteed) throws JCSMPException {
        JCSMPSendMultipleEntry[] entries = new JCSMPSendMultipleEntry[batch];
        for (int i = 0; i < batch; i++) {
            entries[i] =
                    JCSMPFactory.onlyInstance().createSendMultipleEntry(message(guaranteed), topics.get(i % TOPICS));
        }
        long sent = 0;
        do {
            producer.sendMultiple(entries, 0, batch, 0);
            sent += batch;
        } while (System.nanoTime() < until);
        return sent;
    }
}
