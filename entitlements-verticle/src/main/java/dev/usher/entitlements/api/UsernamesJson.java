package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.UsernameReport;
import dev.usher.entitlements.core.UsernameReport.Standing;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Client usernames of a broker as the contract's {@code ClientUsernameList}. */
final class UsernamesJson {
    private UsernamesJson() {}

    /** {@code standing} is the word of those to show; empty for all. */
    static JsonObject of(String broker, List<UsernameReport> reports, Optional<String> standing) {
        JsonObject counts = new JsonObject();
        for (Standing each : Standing.values()) {
            counts.put(
                    word(each),
                    reports.stream().filter(r -> r.standing() == each).count());
        }
        JsonArray items = new JsonArray();
        reports.stream()
                .filter(r -> standing.isEmpty() || word(r.standing()).equals(standing.get()))
                .sorted(Comparator.comparing(UsernameReport::clientUsername))
                .forEach(r -> items.add(of(r)));
        return new JsonObject().put("broker", broker).put("counts", counts).put("items", items);
    }

    private static JsonObject of(UsernameReport report) {
        JsonObject json = new JsonObject()
                .put("clientUsername", report.clientUsername())
                .put("aclProfile", report.aclProfile())
                .put("clientProfile", report.clientProfile())
                .put("connected", new JsonArray(report.connected()))
                .put("standing", word(report.standing()))
                .put("reason", report.reason());
        report.user().ifPresent(user -> json.put("user", user));
        report.adoption().ifPresent(adoption -> json.put("adoption", of(adoption)));
        return json;
    }

    private static JsonObject of(Adoption adoption) {
        JsonObject json = new JsonObject()
                .put("formerAclProfile", adoption.formerAclProfile())
                .put("adoptedAt", adoption.adoptedAt().toString());
        adoption.formerClientProfile().ifPresent(profile -> json.put("formerClientProfile", profile));
        adoption.releasedAt().ifPresent(at -> json.put("releasedAt", at.toString()));
        return json;
    }

    private static String word(Standing standing) {
        return standing.name().toLowerCase(Locale.ROOT);
    }
}
