package dev.usher.entitlements.api;

import java.util.Locale;

/** What a caller takes, as its {@code Accept} header says (RFC 9110, section 12.5.1). */
final class MediaTypes {
    private MediaTypes() {}

    /** Whether YAML is named and nothing says that JSON is liked as well or better. */
    static boolean prefersYaml(String accept) {
        double yaml = 0;
        double json = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            double quality = quality(parts);
            switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
                case Contract.YAML -> yaml = Math.max(yaml, quality);
                case Answer.JSON -> json = Math.max(json, quality);
                default -> {
                    // A range such as */* is served with either.
                }
            }
        }
        return yaml > json;
    }

    private static double quality(String... parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.matches("q=[01](\\.[0-9]{0,3})?")) {
                return Double.parseDouble(parameter.substring(2));
            }
        }
        return 1;
    }
}
