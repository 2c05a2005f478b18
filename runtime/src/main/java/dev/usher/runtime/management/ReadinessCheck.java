package dev.usher.runtime.management;

/** Looks up what is known about one part of a service. */
@FunctionalInterface
public interface ReadinessCheck {

    /** Called on an event loop: reads a state that somebody else keeps up to date, never asks over the network. */
    Readiness check();
}
