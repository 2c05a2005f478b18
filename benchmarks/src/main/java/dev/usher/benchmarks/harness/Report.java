package dev.usher.benchmarks.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one benchmark found: a headline, tables, and below them every raw measurement as JSON, one a line. */
public final class Report {

    private final String title;
    private final List<String> lines = new ArrayList<>();
    private final List<JsonObject> raw = new ArrayList<>();

    Report(String title) {
        this.title = title;
    }

    public void line(String text) {
        lines.add(text);
    }

    public void table(Table table) {
        lines.add("");
        lines.addAll(table.lines());
        lines.add("");
    }

    /** Keeps one measurement as it came; also shown at once, so that a long run is seen to move. */
    public void raw(JsonObject measurement) {
        raw.add(measurement);
        System.out.println("   " + measurement.encode());
    }

    /** Every measurement so far. */
    public List<JsonObject> measurements() {
        return List.copyOf(raw);
    }

    public String text() {
        return title + System.lineSeparator() + String.join(System.lineSeparator(), lines);
    }

    /** Writes the file of this benchmark into a folder. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(title.split(",", 2)[0] + ".txt");
        List<String> all = new ArrayList<>(List.of(text(), "", "raw:"));
        raw.forEach(measurement -> all.add(measurement.encode()));
        Files.write(file, all);
        return file;
    }
}
