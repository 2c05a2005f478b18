package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.Refusal.Reason;
import dev.usher.entitlements.core.port.Refusals;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who was refused stands in the ledger, unless there were too many: then how many. */
class PostgresRefusalsIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    @Test
    void aRefusalIsOnRecord() {
        db.store().refusals().refused(refusal(Reason.EXPIRED, "c-1", Optional.empty()));
        db.store().refusals().refused(refusal(Reason.NO_ROLE, "c-2", Optional.of("svc-login")));

        await().untilAsserted(() -> assertThat(
                        db.query("select kind, caller, reason from ledger where kind = 'refused' order by id"))
                .containsExactly("refused  expired", "refused svc-login no-role"));
        JsonObject detail = new JsonObject(
                db.query("select detail from ledger where reason = 'no-role'").get(0));
        assertThat(Duration.between(Instant.parse(detail.getString("at")), Instant.now()))
                .isLessThan(Duration.ofMinutes(1));
        detail.remove("at");
        assertThat(detail)
                .isEqualTo(new JsonObject()
                        .put("operation", "openSeat")
                        .put("correlationId", "c-2")
                        .put("remote", "192.0.2.7:4711"));
    }

    @Test
    void aFloodIsCountedAndNotStoredLineByLine() {
        Refusals refusals = db.store().refusals();
        for (int i = 0; i < 5000; i++) {
            refusals.refused(refusal(i % 2 == 0 ? Reason.BAD_SIGNATURE : Reason.UNKNOWN_KEY, "c", Optional.empty()));
        }

        await().untilAsserted(() -> assertThat(lines() + leftOut()).isEqualTo(5000));
        assertThat(lines()).isLessThan(100);
        assertThat(db.query("select distinct caller from ledger where kind = 'refusals-left-out'"))
                .containsExactly("usher");
    }

    private static long lines() {
        return Long.parseLong(
                db.query("select count(*) from ledger where kind = 'refused'").get(0));
    }

    private static long leftOut() {
        return Long.parseLong(db.query(
                        "select coalesce(sum((detail->>'count')::bigint), 0) from ledger where kind = 'refusals-left-out'")
                .get(0));
    }

    @Test
    void whatIsRefusedWhileTheStoreIsAwayIsWrittenLater() {
        PostgresStore later = new PostgresStore(db.vertx(), db.config());
        later.refusals().refused(refusal(Reason.MISSING, "c-3", Optional.empty()));

        await(later.open());

        await().untilAsserted(() -> assertThat(db.query("select detail->>'correlationId' from ledger"))
                .containsExactly("c-3"));
        await(later.close());
    }

    @Test
    void whatIsLeftIsWrittenBeforeTheStoreCloses() {
        PostgresStore closing = db.openStore();
        closing.refusals().refused(refusal(Reason.MISSING, "c-4", Optional.empty()));

        await(closing.close());

        assertThat(db.query("select detail->>'correlationId' from ledger")).containsExactly("c-4");
    }

    private static Refusal refusal(Reason reason, String correlationId, Optional<String> caller) {
        return new Refusal(reason, Optional.of("openSeat"), correlationId, "192.0.2.7:4711", caller);
    }
}
