package dev.usher.app.map;

import java.util.List;

/** Samples that cannot be read. Carries every problem found. */
public final class SamplesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // always an immutable, serializable JDK list
    private final List<String> problems;

    SamplesException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
