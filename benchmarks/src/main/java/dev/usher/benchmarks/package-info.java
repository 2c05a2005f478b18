/** The runs that {@code benchmarks/run} starts by name; {@link dev.usher.benchmarks.Main} lists them. */
package dev.usher.benchmarks;
