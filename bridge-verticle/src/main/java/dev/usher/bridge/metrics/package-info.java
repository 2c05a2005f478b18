/** The bridge in numbers, cheap enough to count a million records a second. No label carries a value from a record. */
package dev.usher.bridge.metrics;
