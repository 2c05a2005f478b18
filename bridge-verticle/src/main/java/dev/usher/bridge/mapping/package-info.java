/**
 * From a record to its route, topic and user properties, as configured: decoding, templates, conditions. Knows neither Kafka nor
 * JCSMP, and of the rest of the bridge only {@code core}.
 */
package dev.usher.bridge.mapping;
