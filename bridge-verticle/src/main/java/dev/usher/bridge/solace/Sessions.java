package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPSession;
import io.vertx.core.Future;

/** Who makes the sessions of a publisher. */
interface Sessions {

    /** For a publisher that nobody gives sessions. */
    Sessions NONE = (index, session, why) -> Future.succeededFuture();

    /**
     * Closes this session, with what it holds, and makes another in its place. Safe on any thread.
     *
     * @return done when it is closed; does not fail
     */
    Future<Void> giveUp(int index, JCSMPSession session, String why);
}
