/**
 * What has to be found out on a broker, and how: one {@link dev.usher.probes.Fact} a question, each with a probe that answers it
 * with throw-away clients and objects of its own, and a report of what differs from what is expected.
 */
package dev.usher.probes;
