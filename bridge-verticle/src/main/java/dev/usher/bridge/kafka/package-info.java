/** Reads records and writes dead letters with Kafka. */
package dev.usher.bridge.kafka;
