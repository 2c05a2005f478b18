package dev.usher.broker.semp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One attribute of a configured object and how the core's record holds it.
 *
 * @param read null for a write-only attribute
 * @param write null for one that identifies the object or is fixed
 */
record Field<T>(Attribute attribute, Function<T, Object> read, BiFunction<T, Object, T> write) {

    /** Attributes that the core's record need not hold: they have one value. */
    static <T> List<Field<T>> fixed(List<Attribute> attributes) {
        List<Field<T>> fields = new ArrayList<>();
        for (Attribute attribute : attributes) {
            fields.add(new Field<>(attribute, attribute.readable() ? object -> attribute.defaultValue() : null, null));
        }
        return fields;
    }
}
