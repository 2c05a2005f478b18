package dev.usher.app.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Trials for somebody at a terminal, or for a program. */
final class TrialReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final List<Trial> trials;

    TrialReport(List<Trial> trials) {
        this.trials = trials;
    }

    long count(Trial.Outcome outcome) {
        return trials.stream().filter(trial -> trial.outcome() == outcome).count();
    }

    void print(PrintWriter out) {
        for (Trial trial : trials) {
            out.printf("%s  %s%n", trial.sample().name(), trial.sample().record());
            trial.sample().note().ifPresent(note -> line(out, "note", note));
            Map<String, Object> result = trial.result();
            if (trial.outcome() == Trial.Outcome.PUBLISHED) {
                line(out, "published", result.get("solaceTopic"));
                line(out, "route", result.get("route"));
                line(out, "delivery", entries(result.get("delivery")));
                line(out, "payload", result.get("payloadBytes") + " bytes");
                String label = "properties";
                for (Map.Entry<?, ?> property : ((Map<?, ?>) result.get("properties")).entrySet()) {
                    line(out, label, property.getKey() + " = " + property.getValue());
                    label = "";
                }
            } else {
                line(out, Trial.kebab(trial.outcome()), result.get("reason") + ": " + result.get("detail"));
            }
        }
        out.printf(
                "%n%d records: %d published, %d skipped, %d with a problem%n",
                trials.size(),
                count(Trial.Outcome.PUBLISHED),
                count(Trial.Outcome.SKIPPED),
                count(Trial.Outcome.PROBLEM));
    }

    void printJson(PrintWriter out) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("records", trials.size());
        summary.put("published", count(Trial.Outcome.PUBLISHED));
        summary.put("skipped", count(Trial.Outcome.SKIPPED));
        summary.put("problems", count(Trial.Outcome.PROBLEM));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("records", trials.stream().map(TrialReport::json).toList());
        all.put("summary", summary);
        try {
            out.println(JSON.writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> json(Trial trial) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("sample", trial.sample().name());
        said.put("topic", trial.sample().record().partition().topic());
        said.put("partition", trial.sample().record().partition().partition());
        said.put("offset", trial.sample().record().offset());
        said.put("outcome", Trial.kebab(trial.outcome()));
        said.putAll(trial.result());
        trial.sample().note().ifPresent(note -> said.put("note", note));
        return said;
    }

    private static String entries(Object map) {
        return ((Map<?, ?>) map)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** A value may hold anything, also what moves a terminal's cursor. */
    private static void line(PrintWriter out, String label, Object value) {
        StringBuilder text = new StringBuilder();
        String.valueOf(value)
                .chars()
                .forEach(c -> text.append(
                        Character.isISOControl(c) ? String.format("\\u%04x", c) : String.valueOf((char) c)));
        out.printf("  %-10s  %s%n", label, text);
    }
}
