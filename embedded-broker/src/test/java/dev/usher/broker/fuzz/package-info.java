/**
 * Feeds decoders what nobody should send them. Short runs are part of the build ({@code *FuzzTest}), long ones are
 * {@code benchmarks/run fuzz}. Everything depends on a seed, so that what was found can be found again.
 */
package dev.usher.broker.fuzz;
