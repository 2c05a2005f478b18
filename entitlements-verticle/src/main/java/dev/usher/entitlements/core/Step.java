package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.Optional;

/** One step from observed to desired. */
public sealed interface Step {
    /** One or two words for people and the API, for example {@code remove-subscription}. */
    String kind();

    /** The client name, client username or session it is done to. */
    String subject();

    /** The filter or profile, or why it is done. */
    String detail();

    /**
     * Put the username behind another ACL profile, or give it another client profile. The broker disconnects all of its clients
     * for it.
     *
     * @param aclProfile what it has to be behind, changed or not
     * @param clientProfile what it has to have; empty to leave it as it is
     */
    record Move(String clientUsername, String aclProfile, Optional<String> clientProfile, String reason)
            implements Step {
        @Override
        public String kind() {
            return "set-profile";
        }

        @Override
        public String subject() {
            return clientUsername;
        }

        @Override
        public String detail() {
            return reason;
        }
    }

    /** Delete a durable session with what is stored in it; its client is disconnected. */
    record DeleteSession(KeptSession session, String reason) implements Step {
        @Override
        public String kind() {
            return "delete-session";
        }

        @Override
        public String subject() {
            return session.clientId();
        }

        @Override
        public String detail() {
            return reason;
        }
    }

    /** Disconnect a client that is not fenced as it has to be. */
    record Disconnect(Connection client, String reason) implements Step {
        @Override
        public String kind() {
            return "disconnect";
        }

        @Override
        public String subject() {
            return client.clientName();
        }

        @Override
        public String detail() {
            return reason;
        }
    }

    /** Take an entry out of the client's table, whoever put it there. */
    record Remove(Connection client, ObservedSubscription subscription) implements Step {
        @Override
        public String kind() {
            return "remove-subscription";
        }

        @Override
        public String subject() {
            return client.clientName();
        }

        @Override
        public String detail() {
            return subscription.filter().toString();
        }
    }

    /** Take a subscription out of a durable session. */
    record RemoveKept(KeptSession session, ObservedSubscription subscription) implements Step {
        @Override
        public String kind() {
            return "remove-subscription";
        }

        @Override
        public String subject() {
            return session.clientId();
        }

        @Override
        public String detail() {
            return subscription.filter().toString();
        }
    }

    /** Put a granted filter, or the notice topic, into the table of a seat's client. */
    record Add(Connection client, Seat seat, TopicFilter filter) implements Step {
        @Override
        public String kind() {
            return "add-subscription";
        }

        @Override
        public String subject() {
            return client.clientName();
        }

        @Override
        public String detail() {
            return filter.toString();
        }
    }
}
