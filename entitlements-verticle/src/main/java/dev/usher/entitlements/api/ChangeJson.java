package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Change.Target;
import dev.usher.entitlements.core.Usher.ChangeAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Changes as the contract's {@code Change}. */
final class ChangeJson {
    private ChangeJson() {}

    static JsonObject of(ChangeAnswer answer) {
        Change change = answer.change();
        long enforced = change.targets().stream().filter(ChangeJson::enforced).count();
        JsonArray targets = new JsonArray();
        change.targets().forEach(target -> targets.add(of(target)));
        return new JsonObject()
                .put("change", change.id())
                .put("kind", change.kind())
                .put("state", word(change.enforced()))
                .put("requestedAt", change.requestedAt().toString())
                .put("recorded", answer.recorded())
                .put("disconnected", change.targets().stream().anyMatch(Target::disconnected))
                .put(
                        "counts",
                        new JsonObject()
                                .put("enforced", enforced)
                                .put("pending", change.targets().size() - enforced))
                .put("targets", targets);
    }

    /** The answer to a write: done, or accepted with the place to ask. */
    static Answer answer(ChangeAnswer answer) {
        JsonObject json = of(answer);
        return answer.change().enforced()
                ? Answer.ok(json)
                : Answer.accepted(Paths.of("changes", answer.change().id()), json);
    }

    private static JsonObject of(Target target) {
        JsonObject json = new JsonObject()
                .put("user", target.target().user())
                .put("broker", target.target().broker())
                .put("clientUsername", target.target().clientUsername())
                .put("state", word(enforced(target)));
        target.proof()
                .ifPresent(proof -> json.put(
                        "proof",
                        new JsonObject()
                                .put("kind", proof.kind())
                                .put("at", proof.at().toString())));
        return json.put("disconnected", target.disconnected()).put("left", new JsonArray(target.left()));
    }

    private static boolean enforced(Target target) {
        return target.proof().isPresent() && target.left().isEmpty();
    }

    private static String word(boolean enforced) {
        return enforced ? "enforced" : "pending";
    }
}
