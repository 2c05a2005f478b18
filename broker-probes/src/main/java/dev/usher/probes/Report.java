package dev.usher.probes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one broker answered.
 *
 * @param broker its platform and version
 */
public record Report(String broker, List<Finding> findings) {

    public Report {
        findings = List.copyOf(findings);
    }

    /** Where this broker does something else than what the embedded broker does by default. */
    public List<Finding> differences() {
        return findings.stream().filter(f -> f.verdict().isDifference()).toList();
    }

    public List<Finding> with(Verdict verdict) {
        return findings.stream().filter(f -> f.verdict() == verdict).toList();
    }

    /** Writes {@code broker-report.md} and {@code broker-report.json}. */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("broker-report.md"), markdown());
        Files.writeString(folder.resolve("broker-report.json"), json().encodePrettily());
    }

    public JsonObject json() {
        JsonArray facts = new JsonArray();
        for (Finding finding : findings) {
            Fact fact = finding.fact();
            JsonObject one = new JsonObject()
                    .put("id", fact.id())
                    .put("area", fact.area().title())
                    .put("question", fact.question())
                    .put("matters", fact.matters())
                    .put("basis", fact.standing().basis())
                    .put("expected", fact.standing().expected().orElse(null))
                    .put("found", finding.answer().value().orElse(null))
                    .put("detail", finding.answer().detail())
                    .put("verdict", finding.verdict().name())
                    .put("millis", finding.took().toMillis());
            fact.standing().switchName().ifPresent(name -> one.put("switch", name));
            facts.add(one);
        }
        return new JsonObject().put("broker", broker).put("facts", facts);
    }

    public String markdown() {
        StringBuilder text = new StringBuilder("# What this broker does\n\n");
        text.append("Broker: ").append(cell(broker)).append("\n\n");
        for (Verdict verdict : Verdict.values()) {
            text.append("- ")
                    .append(verdict.text())
                    .append(": ")
                    .append(with(verdict).size())
                    .append('\n');
        }
        section(text, "Contradicts what is documented", with(Verdict.CONTRADICTS));
        section(
                text,
                "Other than assumed: set these switches of the embedded broker",
                with(Verdict.OTHER_THAN_ASSUMED));
        section(text, "Could not be told", with(Verdict.UNKNOWN));
        for (Area area : Area.values()) {
            section(
                    text,
                    area.title(),
                    findings.stream().filter(f -> f.fact().area() == area).toList());
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        text.append("\n## ")
                .append(title)
                .append("\n\n| fact | question | expected | found | | rests on |\n|---|---|---|---|---|---|\n");
        text.append(findings.stream().map(Report::row).collect(Collectors.joining()));
    }

    private static String row(Finding finding) {
        Fact fact = finding.fact();
        String found = finding.answer().value().map(v -> "**" + v + "**").orElse("–");
        String detail = finding.answer().detail();
        return "| `%s` | %s | %s | %s | %s | %s |%n"
                .formatted(
                        fact.id(),
                        cell(fact.question()),
                        cell(fact.standing().expected().orElse("–")),
                        cell(detail.isEmpty() ? found : found + " " + detail),
                        finding.verdict().text(),
                        cell(fact.standing().basis()));
    }

    /** Broker texts end up here: they must not end a cell or a line. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\p{Cntrl}+", " ");
    }
}
