package dev.usher.broker;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.XMLMessageListener;
import com.solacesystems.jcsmp.XMLMessageProducer;
import java.util.Properties;

/** The code under test of the README's example: an ordinary JCSMP application. */
final class PriceAlerts implements AutoCloseable {
    private final JCSMPSession session;

    private PriceAlerts(JCSMPSession session) {
        this.session = session;
    }

    static PriceAlerts connect(Properties properties) throws JCSMPException {
        JCSMPFactory factory = JCSMPFactory.onlyInstance();
        JCSMPSession session = factory.createSession(JCSMPProperties.fromProperties(properties));
        session.connect();
        XMLMessageProducer alerts = session.getMessageProducer(new JCSMPStreamingPublishCorrelatingEventHandler() {
            @Override
            public void responseReceivedEx(Object key) {
                // Direct messages are not acknowledged.
            }

            @Override
            public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
                throw new IllegalStateException(cause);
            }
        });
        session.getMessageConsumer(new XMLMessageListener() {
                    @Override
                    public void onReceive(BytesXMLMessage price) {
                        String topic = price.getDestination().getName();
                        TextMessage alert = factory.createMessage(TextMessage.class);
                        alert.setText("look at " + topic);
                        try {
                            alerts.send(alert, factory.createTopic("ALERTS" + topic.substring(topic.lastIndexOf('/'))));
                        } catch (JCSMPException e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    @Override
                    public void onException(JCSMPException failure) {
                        // The session was closed.
                    }
                })
                .start();
        session.addSubscription(factory.createTopic("US/>"), true);
        return new PriceAlerts(session);
    }

    @Override
    public void close() {
        session.closeSession();
    }
}
