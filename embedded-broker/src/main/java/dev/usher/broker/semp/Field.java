package dev.usher.broker.semp;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One attribute of a configured object and how the core's record holds it.
 *
 * @param read null for a write-only attribute
 * @param write null for one that identifies the object
 */
record Field<T>(Attribute attribute, Function<T, Object> read, BiFunction<T, Object, T> write) {}
