package dev.usher.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a document shows against what there really is. A minted name, a time or an address stands for another one of its kind;
 * a minted name that is shown again has to be the same one again.
 */
final class Shown {
    private static final Pattern MINTED = Pattern.compile("\\b[0-9a-f]{32}\\b");
    private static final List<Pattern> VARYING = List.of(
            // Times, addresses, the broker's number of a client.
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"),
            Pattern.compile("\\b\\d+\\.\\d+\\.\\d+\\.\\d+:\\d+\\b"),
            Pattern.compile("(?<=/)\\d+$"));

    private final Map<String, String> names = new HashMap<>();

    /** A text of the document with what its minted names really are. */
    String real(String shown) {
        return MINTED.matcher(shown).replaceAll(m -> names.getOrDefault(m.group(), m.group()));
    }

    /** Every difference, with its place; empty if the document is right. */
    List<String> differences(Object shown, Object real) {
        List<String> differences = new ArrayList<>();
        compare("", shown, real, differences);
        return differences;
    }

    private void compare(String at, Object shown, Object real, List<String> differences) {
        if (shown instanceof JsonObject a && real instanceof JsonObject b) {
            TreeSet<String> fields = new TreeSet<>(a.fieldNames());
            fields.addAll(b.fieldNames());
            for (String field : fields) {
                if (a.containsKey(field) != b.containsKey(field)) {
                    differences.add(at + "/" + field + (a.containsKey(field) ? " is not there" : " is not shown"));
                } else if (!field.equals("correlationId") && !field.equals("seconds")) {
                    compare(at + "/" + field, a.getValue(field), b.getValue(field), differences);
                }
            }
        } else if (shown instanceof JsonArray a && real instanceof JsonArray b && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                compare(at + "/" + i, a.getValue(i), b.getValue(i), differences);
            }
        } else if (shown instanceof String a && real instanceof String b) {
            difference(a, b).ifPresent(difference -> differences.add(at + ": " + difference));
        } else if (!shown.equals(real)) {
            differences.add(at + ": shown " + shown + ", really " + real);
        }
    }

    /** Also line by line of a text. */
    Optional<String> difference(String shown, String real) {
        learn(shown, real);
        String expected = real(shown);
        return varied(expected).equals(varied(real))
                ? Optional.empty()
                : Optional.of("shown " + expected + ", really " + real);
    }

    private void learn(String shown, String real) {
        List<String> in = MINTED.matcher(shown).results().map(m -> m.group()).toList();
        List<String> out = MINTED.matcher(real).results().map(m -> m.group()).toList();
        if (in.size() == out.size()) {
            for (int i = 0; i < in.size(); i++) {
                names.putIfAbsent(in.get(i), out.get(i));
            }
        }
    }

    private static String varied(String text) {
        String result = text;
        for (Pattern varying : VARYING) {
            result = varying.matcher(result).replaceAll("…");
        }
        return result;
    }
}
