package dev.usher.topics;

import java.util.Objects;

/** What a {@link TopicTemplate} made of one record: a {@link Topic}, or the reason why there is none. */
public sealed interface Rendered permits Topic, Rendered.Unmappable {

    /**
     * There is no topic for these values.
     *
     * @param reason names the placeholder where it applies and never contains a value, so it may be logged and sent on
     */
    record Unmappable(String reason) implements Rendered {
        public Unmappable {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
