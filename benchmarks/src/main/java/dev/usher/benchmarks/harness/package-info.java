/**
 * What every side-by-side run needs: JVMs of their own for server and clients ({@link dev.usher.benchmarks.harness.Child},
 * whose other end is {@link dev.usher.benchmarks.harness.Role}), their memory and CPU time from {@code /proc}, rounds in
 * alternation, medians, and a report that says on what machine it was made.
 */
package dev.usher.benchmarks.harness;
