/**
 * What the bridge does to a record, free of Kafka, JCSMP and HTTP: mapping, offsets, flow. Adapters depend on this package, never the
 * other way round; {@code LayeringTest} holds it to that.
 */
package dev.usher.bridge.core;
