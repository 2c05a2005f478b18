/**
 * A typed, asynchronous client for the parts of SEMP v2 (config, monitor, action) that deal with who may see what on a Solace
 * PubSub+ Message VPN. Start at {@link dev.usher.semp.SempClient}; every call names a {@link dev.usher.semp.SempLane} and passes
 * the {@link dev.usher.semp.SempBudget} of its broker; every failure is a {@link dev.usher.semp.SempFailure}.
 */
package dev.usher.semp;
