/**
 * Apache Kafka and PostgreSQL without anything to install: real ones, started and stopped by this process, on loopback.
 * For development and tests.
 */
package dev.usher.embedded;
