/**
 * The embedded broker as a library: a stand-in for PubSub+ in this JVM. {@link dev.usher.broker.EmbeddedBroker#builder()} is
 * where everything begins; with JUnit, {@link dev.usher.broker.junit.TestBroker} looks after it:
 *
 * <pre>{@code
 * @TestBroker
 * static final EmbeddedBroker broker = EmbeddedBroker.builder().user("alice", "secret").start();
 * }</pre>
 *
 * <p>What a broker is told and tells is in {@link dev.usher.broker.core}: profiles and usernames, {@link
 * dev.usher.broker.core.Client}, {@link dev.usher.broker.core.Message}, {@link dev.usher.broker.core.Faults}, {@link
 * dev.usher.broker.switches.BrokerSwitches}.
 */
package dev.usher.broker;
