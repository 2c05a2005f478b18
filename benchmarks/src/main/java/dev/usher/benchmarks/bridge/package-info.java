/** The bridge beside what it is measured against: small loops that do the same without its promises. */
package dev.usher.benchmarks.bridge;
