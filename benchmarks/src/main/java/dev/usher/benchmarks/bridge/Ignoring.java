package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;

/** Direct messages are not answered. */
final class Ignoring implements JCSMPStreamingPublishCorrelatingEventHandler {
    @Override
    public void responseReceivedEx(Object key) {
        // None comes.
    }

    @Override
    public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
        System.err.println("refused: " + cause);
    }
}
