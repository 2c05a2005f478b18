/**
 * One Message VPN without a network: configuration, clients, subscriptions, routing, eliding, events. The fronts in the
 * other packages translate a protocol to it. Topic matching is this package's own, so that a mistake in the product's
 * cannot agree with itself.
 *
 * <p>{@link dev.usher.broker.core.BrokerCore} holds the parts together. A message passes ClientPublishing (may it be
 * published?), Routing (whom does it match?), SubscriptionSet (of a connection or an MQTT session) and ClientDelivery
 * (now, later, or not at all?).
 *
 * <p>Tests meet, through {@link dev.usher.broker.EmbeddedBroker}: what is configured ({@link
 * dev.usher.broker.core.VpnState} with {@link dev.usher.broker.core.AclProfile}, {@link
 * dev.usher.broker.core.ClientProfile}, {@link dev.usher.broker.core.ClientUsername}), what happens ({@link
 * dev.usher.broker.core.Client}, {@link dev.usher.broker.core.Message}, {@link dev.usher.broker.core.Refusal}, {@link
 * dev.usher.broker.core.MqttSession}, {@link dev.usher.broker.core.Journal}), and what they choose ({@link dev.usher.broker.switches.BrokerSwitches}, {@link
 * dev.usher.broker.core.Faults}). Everything else that is public serves the fronts.
 */
package dev.usher.broker.core;
