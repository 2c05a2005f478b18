package dev.usher.app.map;

import dev.usher.app.ConfigFile;
import dev.usher.bridge.BridgeMapping;
import dev.usher.bridge.core.RecordMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code usher map}: tries the routes of a bridge on sample records, with the bridge's own classes and nothing to connect to. */
@Command(
        name = "map",
        description =
                "Show what the bridge would publish for sample records; needs neither Kafka nor Solace nor passwords.",
        footer = {
            "",
            "A sample file is a JSON array of records, JSON records one after the other (one per line), or a single record.",
            "A record is a payload, or an envelope: {\"topic\":\"PRICES\",\"partition\":0,\"offset\":7,\"key\":\"AAPL\",",
            "\"headers\":{\"venue\":\"X\"},\"timestamp\":1700000000000,\"payload\":{...}}, all but the payload optional; bytes",
            "as \"payloadBase64\":\"...\", a tombstone as \"payload\":null.",
            "",
            "Exit code 0: each record is published or skipped, as configured; 1: at least one has a problem; 2: the",
            "call, the configuration or the samples are wrong."
        },
        mixinStandardHelpOptions = true)
public final class MapCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(
            names = {"-c", "--config"},
            defaultValue = "usher.yaml",
            description =
                    "The configuration file, of which only the bridge's routes are read (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(
            names = {"-s", "--sample"},
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files of records, or folders of such files.")
    private List<Path> samples;

    @Option(names = "--from", paramLabel = "TOPIC", description = "The Kafka topic of records that do not say it.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--payloads", description = "No record is an envelope, even if it looks like one.")
    private boolean payloads;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** @param environment overrides the configuration */
    public MapCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        BridgeMapping mapping = ConfigFile.read(config, environment, "bridge", BridgeMapping::from);
        SampleReader reader = new SampleReader(mapping.topics(), from, payloads, System.currentTimeMillis());
        List<Sample> records = new SampleFiles(reader).read(samples);
        Map<String, RecordMapper> mappers = mapping.mappers();
        TrialReport report = new TrialReport(records.stream()
                .map(sample ->
                        Trial.of(sample, mappers.get(sample.record().partition().topic())))
                .toList());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.print(out);
        }
        out.flush();
        return report.count(Trial.Outcome.PROBLEM) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
