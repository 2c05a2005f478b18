/**
 * MQTT 3.1.1 over WebSocket in front of the broker core, QoS 0. What is not modelled (durable sessions, QoS 2, shared
 * subscriptions, MQTT 5) is refused on the connection that asks for it.
 */
package dev.usher.broker.mqtt;
