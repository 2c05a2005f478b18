package dev.usher.benchmarks;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;

/** Sessions of publishers and subscribers: JCSMP's defaults, but for the window. */
public final class Jcsmp {

    /** JCSMP's largest; its default of 1 waits for each acknowledgement. */
    private static final int WINDOW = 255;

    private Jcsmp() {}

    public static JCSMPSession session(String host, String clientName) throws JCSMPException {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, host);
        properties.setProperty(JCSMPProperties.VPN_NAME, "default");
        properties.setProperty(JCSMPProperties.USERNAME, "bench");
        properties.setProperty(JCSMPProperties.PASSWORD, "bench");
        properties.setProperty(JCSMPProperties.CLIENT_NAME, clientName);
        properties.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, WINDOW);
        JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
        session.connect();
        return session;
    }
}
