package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Change.Target;
import dev.usher.entitlements.core.Progress;
import dev.usher.entitlements.core.Progress.OfBroker;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.Usher.ChangeAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.ToLongFunction;

/** Changes as the contract's {@code Change}. */
final class ChangeJson {
    private ChangeJson() {}

    static JsonObject of(ChangeAnswer answer) {
        Progress progress = answer.progress();
        Change change = progress.change();
        JsonArray brokers = new JsonArray();
        progress.brokers()
                .forEach(broker -> brokers.add(new JsonObject()
                        .put("broker", broker.broker())
                        .mergeIn(counts(broker.enforced(), broker.pending(), broker.failed()))));
        JsonArray targets = new JsonArray();
        change.targets().forEach(target -> targets.add(of(target)));
        JsonObject json = new JsonObject()
                .put("change", change.id())
                .put("kind", change.kind())
                .put("state", word(progress.enforced()))
                .put("requestedAt", change.requestedAt().toString())
                .put("recorded", answer.recorded())
                .put("disconnected", change.targets().stream().anyMatch(Target::disconnected))
                .put(
                        "counts",
                        counts(
                                sum(progress, OfBroker::enforced),
                                sum(progress, OfBroker::pending),
                                sum(progress, OfBroker::failed)))
                .put("brokers", brokers);
        progress.slowest().ifPresent(slowest -> json.put("slowest", of(slowest)));
        return json.put("targets", targets).put("truncated", !progress.shownAll());
    }

    /** The answer to a write: done, or accepted with the place to ask. */
    static Answer answer(ChangeAnswer answer) {
        JsonObject json = of(answer);
        return answer.progress().enforced()
                ? Answer.ok(json)
                : Answer.accepted(Paths.of("changes", answer.progress().change().id()), json);
    }

    /** The answer to a definition, which has a place of its own if it is new. */
    static Answer answer(ChangeAnswer answer, String location) {
        return answer.created() && answer.progress().enforced() ? Answer.created(location, of(answer)) : answer(answer);
    }

    private static long sum(Progress progress, ToLongFunction<OfBroker> count) {
        return progress.brokers().stream().mapToLong(count).sum();
    }

    private static JsonObject counts(long enforced, long pending, long failed) {
        return new JsonObject()
                .put("enforced", enforced)
                .put("pending", pending)
                .put("failed", failed);
    }

    private static JsonObject of(Progress.Slowest slowest) {
        return of(slowest.target())
                .put("state", word(slowest.enforced()))
                .put("seconds", Math.max(0, slowest.took().toMillis()) / 1000.0);
    }

    private static JsonObject of(UserOnBroker target) {
        return new JsonObject()
                .put("user", target.user())
                .put("broker", target.broker())
                .put("clientUsername", target.clientUsername());
    }

    private static JsonObject of(Target target) {
        JsonObject json = of(target.target()).put("state", word(enforced(target)));
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
