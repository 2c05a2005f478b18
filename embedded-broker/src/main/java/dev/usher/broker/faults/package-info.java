/** Between a transport and a protocol: what {@link dev.usher.broker.core.Faults} does to bytes. */
package dev.usher.broker.faults;
