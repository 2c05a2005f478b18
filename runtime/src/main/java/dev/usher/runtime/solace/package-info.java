/** Connections to a Solace PubSub+ broker with JCSMP: their configuration, and a supervisor that keeps one up. */
package dev.usher.runtime.solace;
