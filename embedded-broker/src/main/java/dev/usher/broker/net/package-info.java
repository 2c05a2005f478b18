/**
 * What carries the bytes of a connection, whatever protocol they are in: TCP or WebSocket, with TLS or without. Knows
 * neither the protocols nor the core.
 */
package dev.usher.broker.net;
