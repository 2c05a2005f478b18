/**
 * One Message VPN without a network: configuration, logins, subscriptions, routing, eliding, events. The fronts in the
 * other packages translate a protocol to it. Topic matching is this package's own, so that a mistake in the product's
 * cannot agree with itself.
 */
package dev.usher.broker.core;
