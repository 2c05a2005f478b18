package dev.usher.runtime.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a key path is spelled as an environment variable: {@code USHER_}, then the path with an underscore where a lower-case
 * letter or digit is followed by an upper-case letter and before the last capital of a run of capitals that a lower-case
 * letter follows, each run of other characters (dots, hyphens, brackets) as one underscore, all upper case.
 *
 * <p>{@code bridge.kafka.maxPollRecords} is {@code USHER_BRIDGE_KAFKA_MAX_POLL_RECORDS}; {@code brokers[0].password} is
 * {@code USHER_BROKERS_0_PASSWORD}.
 */
final class EnvironmentNames {

    static final String PREFIX = "USHER_";

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern EDGE = Pattern.compile("^_|_$");

    private EnvironmentNames() {}

    static String of(String path) {
        String humps = HUMP.matcher(path).replaceAll("_");
        String words = EDGE.matcher(OTHER.matcher(humps).replaceAll("_")).replaceAll("");
        return PREFIX + words.toUpperCase(Locale.ROOT);
    }

    /** Whether the name looks like one Kubernetes injects for a Service called {@code usher-…}. */
    static boolean looksLikeServiceLink(String name) {
        return name.contains("_SERVICE_HOST")
                || name.contains("_SERVICE_PORT")
                || name.endsWith("_PORT")
                || (name.contains("_PORT_") && (name.contains("_TCP") || name.contains("_UDP")));
    }
}
