package dev.usher.runtime.config;

import java.util.List;

/** The configuration cannot be used. Carries every problem found, not only the first; none of them shows a secret. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // always an immutable, serializable JDK list
    private final List<String> problems;

    /** One line per problem: key path, offending value, way out. */
    public ConfigException(List<String> problems) {
        super(render(problems));
        this.problems = List.copyOf(problems);
    }

    /** One line per problem, in the order in which the keys were read. */
    public List<String> problems() {
        return problems;
    }

    private static String render(List<String> problems) {
        String head = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return head + " in the configuration:\n  - " + String.join("\n  - ", problems);
    }
}
