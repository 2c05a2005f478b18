package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.ClosedFacilityException;
import com.solacesystems.jcsmp.JCSMPInterruptedException;
import com.solacesystems.jcsmp.JCSMPTransportException;
import com.solacesystems.jcsmp.StaleSessionException;

/** Tells what is wrong with the connection from what is wrong with the event. */
final class ConnectionTrouble {

    private ConnectionTrouble() {}

    static boolean is(Throwable cause) {
        return cause instanceof JCSMPTransportException
                || cause instanceof ClosedFacilityException
                || cause instanceof StaleSessionException
                || cause instanceof JCSMPInterruptedException;
    }
}
