package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SessionEventHandler;

/** Makes the sessions of one supervisor. */
interface Connector {

    /** A new session that is not connected yet. */
    JCSMPSession create(SessionEventHandler events) throws JCSMPException;

    /** Gives up what the sessions shared. */
    void close();
}
