/**
 * What no public text about PubSub+ settles: {@link dev.usher.broker.switches.BrokerSwitches}, one {@link
 * dev.usher.broker.switches.Switch} each, in the interface of its area. Knows nothing of the rest of the broker.
 */
package dev.usher.broker.switches;
