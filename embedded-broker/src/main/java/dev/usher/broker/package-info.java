/** The embedded broker as a library: start with {@link dev.usher.broker.EmbeddedBroker#builder()}. */
package dev.usher.broker;
