/** Publishes events with JCSMP. */
package dev.usher.bridge.solace;
