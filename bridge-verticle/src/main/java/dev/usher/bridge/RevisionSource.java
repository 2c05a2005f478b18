package dev.usher.bridge;

/** Where a running bridge looks whether its configuration has changed. Called on worker threads, one at a time; may block. */
public interface RevisionSource {

    /**
     * The configuration file as it is now.
     *
     * @throws dev.usher.runtime.config.ConfigException when it cannot be read
     */
    String text();

    /**
     * Makes something of the text.
     *
     * @throws dev.usher.runtime.config.ConfigException naming all problems
     */
    BridgeRevision parse(String text);
}
