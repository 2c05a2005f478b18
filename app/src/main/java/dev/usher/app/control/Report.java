package dev.usher.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** What the API answers to a write, for somebody at a terminal. */
final class Report {
    private Report() {}

    /**
     * Prints a change or a preview.
     *
     * @return whether nothing is left to do: true for a preview and for a change that is enforced
     */
    static boolean print(JsonNode answer, PrintWriter out) {
        boolean done = answer.path("dryRun").asBoolean() ? preview(answer, out) : change(answer, out);
        out.flush();
        return done;
    }

    private static boolean preview(JsonNode preview, PrintWriter out) {
        JsonNode counts = preview.path("counts");
        out.printf(
                "dry run, nothing was done: would touch %d users on brokers, %d seats (%d filters gained, %d lost)%n",
                counts.path("targets").asInt(),
                counts.path("seats").asInt(),
                counts.path("gained").asInt(),
                counts.path("lost").asInt());
        for (JsonNode seat : preview.path("seats")) {
            String who =
                    seat.path("user").asText() + " on " + seat.path("broker").asText() + ", client "
                            + seat.path("client").path("id").asText();
            seat.path("gained").forEach(filter -> out.println("  + " + filter.asText() + "  " + who));
            seat.path("lost").forEach(filter -> out.println("  - " + filter.asText() + "  " + who));
        }
        out.printf("broker operations: %d%n", counts.path("operations").asInt());
        preview.path("operations")
                .forEach(o -> out.println("  " + o.path("broker").asText() + ": "
                        + o.path("kind").asText() + " " + o.path("subject").asText() + " "
                        + o.path("detail").asText()));
        out.printf(
                "clients that would be disconnected: %d%n",
                counts.path("disconnects").asInt());
        preview.path("disconnects")
                .forEach(d -> out.println("  " + d.path("broker").asText() + ": "
                        + d.path("clientName").asText() + " (" + d.path("user").asText() + "), "
                        + d.path("reason").asText()));
        preview.path("unknown").forEach(unknown -> out.println("not known: " + unknown.asText()));
        if (preview.path("truncated").asBoolean()) {
            out.println("the lists are cut short; the numbers are not");
        }
        return true;
    }

    private static boolean change(JsonNode change, PrintWriter out) {
        boolean enforced = "enforced".equals(change.path("state").asText());
        JsonNode counts = change.path("counts");
        out.printf(
                "%s: change %s, %d enforced, %d pending, %d failed%s%n",
                change.path("state").asText(),
                change.path("change").asText(),
                counts.path("enforced").asInt(),
                counts.path("pending").asInt(),
                counts.path("failed").asInt(),
                change.path("disconnected").asBoolean() ? "; clients were disconnected for it" : "");
        if (!enforced) {
            change.path("targets")
                    .forEach(target -> target.path("left")
                            .forEach(left ->
                                    out.println("  " + target.path("user").asText() + " on "
                                            + target.path("broker").asText() + ": " + left.asText())));
            out.println("the service goes on; ask GET /v1/changes/"
                    + change.path("change").asText());
        }
        return enforced;
    }
}
