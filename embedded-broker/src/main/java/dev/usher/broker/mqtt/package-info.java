/**
 * MQTT 3.1.1 over TCP and WebSocket in front of the broker core: clean and durable sessions, QoS 0 and 1, QoS 2 towards
 * the broker. What is not modelled (shared subscriptions, MQTT 5) is refused on the connection that asks for it.
 */
package dev.usher.broker.mqtt;
