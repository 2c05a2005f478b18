package dev.usher.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What adopting and releasing have in common: which client usernames, in batches, and a dry run. */
abstract class UsernamesCommand extends ControlCommand {
    /** As the contract says for one call. */
    private static final int LARGEST_BATCH = 100;

    @Option(names = "--broker", required = true, description = "The broker's name in the service's configuration.")
    private String broker;

    @Option(
            names = "--username",
            paramLabel = "NAME",
            description = "A client username; may be given again (default: all that can be).")
    private Set<String> usernames;

    @Option(names = "--dry-run", description = "Only list them, say what would change, and who would be disconnected.")
    private boolean dryRun;

    @Option(
            names = "--batch",
            defaultValue = "20",
            description = "How many at once; each batch is waited for (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--reason", defaultValue = "", description = "Why, for the ledger.")
    private String reason;

    UsernamesCommand(Map<String, String> environment) {
        super(environment);
    }

    /** The last level of the path to post to. */
    abstract String collection();

    /** Whether a username is one of those that are meant when none is named. */
    abstract boolean concerns(JsonNode username);

    @Override
    final int call(ControlApi api, PrintWriter out) {
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new CallFailedException("--batch " + batch + " is not between 1 and " + LARGEST_BATCH);
        }
        String path = "/brokers/" + ControlApi.level(broker);
        JsonNode found = api.get(path + "/client-usernames", Map.of()).path("items");
        list(found, out);
        List<String> chosen = usernames == null ? all(found) : List.copyOf(usernames);
        if (chosen.isEmpty()) {
            out.println("nothing to do");
            return 0;
        }
        int exit = 0;
        for (int from = 0; from < chosen.size(); from += batch) {
            List<String> some = chosen.subList(from, Math.min(from + batch, chosen.size()));
            out.println(String.join(", ", some) + ":");
            JsonNode answer = api.post(path + "/" + collection(), Map.of("dryRun", String.valueOf(dryRun)), body(some));
            if (!Report.print(answer, out)) {
                exit = PENDING;
            }
        }
        return exit;
    }

    private static void list(JsonNode found, PrintWriter out) {
        out.printf("%-12s %-24s %-24s %-20s %s%n", "STANDING", "CLIENT USERNAME", "USER", "ACL PROFILE", "CONNECTED");
        for (JsonNode one : found) {
            out.printf(
                    "%-12s %-24s %-24s %-20s %d%n",
                    one.path("standing").asText(),
                    one.path("clientUsername").asText(),
                    one.path("user").asText("-"),
                    one.path("aclProfile").asText("-"),
                    one.path("connected").size());
            if (!one.path("standing").asText().startsWith("adopt")) {
                out.println("             " + one.path("reason").asText());
            }
        }
        out.flush();
    }

    private List<String> all(JsonNode found) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : found) {
            if (concerns(one)) {
                names.add(one.path("clientUsername").asText());
            }
        }
        return names;
    }

    private ObjectNode body(List<String> names) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode array = body.putArray("clientUsernames");
        names.forEach(array::add);
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        return body;
    }
}
