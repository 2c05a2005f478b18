package dev.usher.broker.semp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Attributes that PubSub+ has and that are left out here, with the reason: asking for one is answered with NOT_SUPPORTED,
 * and not as if there were none of that name.
 */
final class Omissions {
    static final Omissions NONE = of();

    private final Map<Pattern, String> reasons = new LinkedHashMap<>();

    private Omissions() {}

    /** @param pairs a reason, then the attributes separated by blanks, each a name or a beginning with {@code *} behind it */
    static Omissions of(String... pairs) {
        Omissions omissions = new Omissions();
        for (int i = 0; i < pairs.length; i += 2) {
            for (String name : pairs[i + 1].trim().split("\\s+", -1)) {
                omissions.reasons.put(Pattern.compile(name.replace("*", ".*")), pairs[i]);
            }
        }
        return omissions;
    }

    /** Why an attribute is left out; empty for one that is not. */
    Optional<String> reason(String attribute) {
        return reasons.entrySet().stream()
                .filter(e -> e.getKey().matcher(attribute).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Each entry as a regular expression. */
    Iterable<Pattern> patterns() {
        return reasons.keySet();
    }
}
