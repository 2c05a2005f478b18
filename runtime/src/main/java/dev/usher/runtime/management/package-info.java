/** What an operator and an orchestrator ask a service: is it alive, is it ready, how is it doing. On a port of its own. */
package dev.usher.runtime.management;
