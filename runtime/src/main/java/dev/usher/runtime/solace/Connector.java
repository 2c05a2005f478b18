package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SessionEventHandler;

/** Makes the sessions of one supervisor. */
interface Connector {

    /** A new session that is not connected yet. */
    JCSMPSession create(SessionEventHandler events) throws JCSMPException;

    /** Whom to tell, on any thread, that there is something to {@link #renew}. */
    default void onRenewal(Runnable told) {}

    /** JCSMP begins to bring the session back by itself; must not block. */
    default void reconnecting() {}

    /** JCSMP no longer does: the session is up, or given up; must not block. */
    default void settled() {}

    /** The broker refused the last login. */
    default void refused() {}

    /** Tells the session what has changed since it was created, for its next reconnect. On any thread. */
    default void renew(JCSMPSession session) throws JCSMPException {}

    /** Gives up what the sessions shared. */
    void close();
}
