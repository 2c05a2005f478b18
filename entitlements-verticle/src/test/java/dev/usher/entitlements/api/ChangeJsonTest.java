package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Change.ProofRecord;
import dev.usher.entitlements.core.Change.Target;
import dev.usher.entitlements.core.Usher.ChangeAnswer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeJsonTest {
    @Test
    void aTargetWithAProofIsPendingWhileSomethingIsLeft() {
        Target proven = new Target(
                Samples.ALICE,
                1,
                Optional.of(new ProofRecord("observed", Samples.T1)),
                List.of("US/NYSE/> is not added yet"),
                false);

        Answer answer = ChangeJson.answer(answer(proven));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.location()).contains("/v1/changes/c%2F1");
        assertThat(answer.body().toJsonObject().getString("state")).isEqualTo("pending");
        JsonObject target = answer.body().toJsonObject().getJsonArray("targets").getJsonObject(0);
        assertThat(target.getString("state")).isEqualTo("pending");
        assertThat(target.getJsonObject("proof").getString("kind")).isEqualTo("observed");
    }

    @Test
    void aTargetWithNothingLeftIsPendingWithoutAProof() {
        Target unproven = new Target(Samples.ALICE, 1, Optional.empty(), List.of(), true);

        JsonObject json = ChangeJson.of(answer(unproven));

        assertThat(json.getString("state")).isEqualTo("pending");
        assertThat(json.getBoolean("disconnected")).isTrue();
        assertThat(json.getJsonArray("targets").getJsonObject(0).containsKey("proof"))
                .isFalse();
    }

    @Test
    void aChangeThatTouchesNobodyIsEnforced() {
        Answer answer = ChangeJson.answer(answer());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toJsonObject().getString("state")).isEqualTo("enforced");
        assertThat(answer.body().toJsonObject().getJsonObject("counts"))
                .isEqualTo(new JsonObject().put("enforced", 0).put("pending", 0).put("failed", 0));
    }

    private static ChangeAnswer answer(Target... targets) {
        return Samples.answer(new Change("c/1", "group-products", Samples.T0, List.of(targets)), true);
    }
}
