package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Feeds every decoder of the broker damaged captures and made-up input, in a JVM with little memory. The same runs, short
 * and with a fixed seed, are part of every build.
 */
final class Fuzz implements Benchmark {

    private static final String HEAP = "-Xmx256m";
    /** Ten million for the decoders of SMF, structured data, MQTT and SEMP, the rest for topic filters. */
    private static final long INPUTS = 12_000_000;

    private static final long QUICK_INPUTS = 20_000;
    private static final int HUNDRED = 100;

    /** Of a hundred inputs; whole connections and requests take longer than a decoder alone. */
    private static final List<Map.Entry<String, Integer>> SHARES = List.of(
            Map.entry("smf", 28),
            Map.entry("sdt", 40),
            Map.entry("mqtt", 15),
            Map.entry("semp", 2),
            Map.entry("filter", 15));

    private static final Set<String> OPTIONS =
            Set.of("--inputs", "--seed", "--minutes", "--target", "--from", "--replay");

    private final Map<String, String> options = new HashMap<>();

    /**
     * @param arguments options and their values in turn
     * @throws IllegalArgumentException for an option that does not exist or has no value
     */
    Fuzz(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!OPTIONS.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        "fuzz: '" + arguments.get(i) + "' is no option, or has no value; there are " + usage());
            }
            options.put(arguments.get(i), arguments.get(i + 1));
        }
    }

    static String usage() {
        return "--inputs N, --seed N, --minutes N, --target NAME, --from N, --replay TARGET:INPUT";
    }

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public String about() {
        return "damaged captures and made-up input for every decoder; " + usage();
    }

    @Override
    public void run(Session session) throws IOException {
        Child child = session.start(List.of(HEAP), FuzzRole.class);
        long findings = options.containsKey("--replay") ? replay(session, child) : fuzz(session, child);
        if (findings > 0) {
            throw new IllegalStateException(findings + " findings, see above");
        }
    }

    private long replay(Session session, Child child) {
        String[] parts = options.get("--replay").split(":", 2);
        child.send("replay " + parts[0] + " " + parts[1]);
        JsonObject answer = child.await("replay", Duration.ofMinutes(2));
        session.report().raw(answer);
        return shown(answer);
    }

    private long fuzz(Session session, Child child) {
        long seed = number("--seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        long inputs = number("--inputs", session.quick() ? QUICK_INPUTS : INPUTS);
        long minutes = number("--minutes", 24 * 60);
        String only = options.get("--target");
        session.report().line("seed " + seed + ", a JVM with " + HEAP);
        Table table = new Table(
                "target",
                "captures",
                "grammar",
                "answered",
                "refused",
                "ignored",
                "closed",
                "inputs/s",
                "heap pools' peaks MB",
                "findings");
        long all = 0;
        long findings = 0;
        double seconds = 0;
        for (Map.Entry<String, Integer> share : SHARES) {
            if (only == null || only.equals(share.getKey())) {
                long part = only != null ? inputs : inputs * share.getValue() / HUNDRED;
                long limit = only != null ? minutes * 60 : Math.max(1, minutes * 60 * share.getValue() / HUNDRED);
                child.send(
                        "fuzz " + share.getKey() + " " + seed + " " + number("--from", 0) + " " + part + " " + limit);
                JsonObject answer = child.await("fuzz", Duration.ofDays(1));
                session.report().raw(answer);
                row(table, answer);
                all += answer.getLong("captures") + answer.getLong("grammar");
                seconds += answer.getDouble("seconds");
                findings += shown(answer);
            }
        }
        session.report().table(table);
        session.report().line("%,d inputs in %.1f minutes, findings: %d".formatted(all, seconds / 60, findings));
        return findings;
    }

    private static void row(Table table, JsonObject answer) {
        long inputs = answer.getLong("captures") + answer.getLong("grammar");
        table.row(
                answer.getString("target"),
                answer.getLong("captures"),
                answer.getLong("grammar"),
                answer.getLong("ANSWERED"),
                answer.getLong("REFUSED"),
                answer.getLong("IGNORED"),
                answer.getLong("CLOSED"),
                Math.round(inputs / answer.getDouble("seconds")),
                answer.getLong("peakHeapBytes") / 1_000_000,
                answer.getJsonArray("findings").size());
    }

    private static int shown(JsonObject answer) {
        answer.getJsonArray("findings").forEach(finding -> System.out.println("   FINDING " + finding));
        return answer.getJsonArray("findings").size();
    }

    private long number(String option, long otherwise) {
        return options.containsKey(option) ? Long.parseLong(options.get(option)) : otherwise;
    }
}
