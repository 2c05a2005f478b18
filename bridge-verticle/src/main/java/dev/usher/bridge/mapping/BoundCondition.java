package dev.usher.bridge.mapping;

/** A condition that knows in which slots its values are. */
@FunctionalInterface
interface BoundCondition {
    boolean holds(FieldSlots slots);
}
