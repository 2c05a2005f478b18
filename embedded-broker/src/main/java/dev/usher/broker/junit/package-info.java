/**
 * The embedded broker in JUnit Jupiter tests: {@link dev.usher.broker.junit.TestBroker}. This package alone needs JUnit (5.8
 * or newer) on the class path.
 */
package dev.usher.broker.junit;
