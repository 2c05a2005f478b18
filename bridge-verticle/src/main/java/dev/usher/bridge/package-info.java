/** The Kafka to Solace bridge as a verticle, its configuration and its metrics. */
package dev.usher.bridge;
