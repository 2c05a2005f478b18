package dev.usher.bridge.solace;

/** Counts what a {@link SolacePublisher} does. Called on any thread. */
public interface PublisherObserver {

    /**
     * The broker refused a direct message, say by a publish ACL. It does not tell which: the record counts as published
     * and its offset may be committed already.
     */
    void rejectedByBroker();

    /** An event is sent again, because the connection went away while it was sent. The broker may get it twice. */
    void sentAgain();
}
