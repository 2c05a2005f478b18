package dev.usher.e2e;

import static dev.usher.e2e.Scene.SOON;
import static dev.usher.e2e.Scene.awaitNotice;
import static dev.usher.e2e.Scene.awaitQuote;
import static dev.usher.e2e.Scene.filterOf;
import static dev.usher.e2e.Scene.granting;
import static dev.usher.e2e.Scene.quotesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a seat asks for, how long it lasts, and what a write would do to it. */
interface TermsChapter extends Sentences {
    /** Long enough to see it begin, also on a busy machine. */
    int SECONDS = 6;

    @Test
    default void aSeatGetsWhatItWantsAsFarAsItIsGranted() {
        Scene scene = scene();
        String carol = scene.user("carol", granting("nasdaq"));
        BrowserClient client = scene.browser(carol, scene.tab());
        BrowserClient control = scene.control();

        JsonObject seat = scene.seat(
                carol,
                scene.tab(),
                new JsonObject().put("filters", new JsonArray(List.of("US/NASDAQ/AAPL", "US/*/MSFT", "EU/>"))));

        assertThat(seat.getJsonArray("wanted")).containsExactlyInAnyOrder("US/NASDAQ/AAPL", "US/*/MSFT", "EU/>");
        assertThat(filterOf(seat, "US/NASDAQ/AAPL").orElseThrow().getString("state"))
                .isEqualTo("active");
        for (String wish : List.of("US/*/MSFT", "EU/>")) {
            JsonObject denied = filterOf(seat, wish).orElseThrow();
            assertThat(denied.getString("state")).isEqualTo("denied");
            assertThat(denied.getString("reason")).isEqualTo("not granted");
        }
        scene.stage().quotes("NASDAQ", "GOOG", 1, 1);
        scene.stage().quotes("NYSE", "MSFT", 2, 2);
        scene.stage().quotes("NASDAQ", "AAPL", 3, 3);
        awaitQuote(client, 3);
        awaitQuote(control, 3);
        assertThat(quotesOf(client)).containsExactly(3);
    }

    @Test
    default void ofAWiderWishSheGetsTheGrantedPart() {
        Scene scene = scene();
        String carol = scene.user("carol", granting("nasdaq"));
        scene.browser(carol, scene.tab());

        JsonObject seat =
                scene.seat(carol, scene.tab(), new JsonObject().put("filters", new JsonArray(List.of("US/>"))));

        assertThat(filterOf(seat, "US/NASDAQ/>").orElseThrow().getString("state"))
                .isEqualTo("active");
        JsonObject denied = filterOf(seat, "US/>").orElseThrow();
        assertThat(denied.getString("state")).isEqualTo("denied");
        assertThat(denied.getString("reason")).isEqualTo("granted only in part");
        assertThat(scene.tableOf(scene.tab())).hasSize(2);
    }

    @Test
    default void aSeatThatExpiresStopsByItselfAndSaysSoBefore() throws JCSMPException {
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        BrowserClient control = scene.control();
        String id = scene.fullSeat("alice", scene.tab());

        JsonObject seat = scene.api().expiry(id, SECONDS).body();
        scene.stage().quotes("NASDAQ", "AAPL", 1, 1);
        awaitQuote(alice, 1);
        JsonObject notice = awaitNotice(alice, seat.getString("noticeTopic"), "expiring");
        assertThat(Instant.parse(notice.getString("at"))).isEqualTo(Instant.parse(seat.getString("expiresAt")));

        await().atMost(SOON).until(() -> !scene.api().seat(id).body().getBoolean("open"));
        await().atMost(SOON).until(() -> scene.tableOf(scene.tab()).isEmpty());

        scene.stage().quotes("NASDAQ", "AAPL", 2, 100);
        scene.awaitAside(alice, scene.tab());
        awaitQuote(control, 100);
        assertThat(quotesOf(alice)).containsExactly(1);
        assertThat(quotesOf(control)).hasSize(100);
        assertThat(alice.losses()).isZero();
    }

    @Test
    default void aGrantThatEndsStopsByItself() {
        Scene scene = scene();
        String carol = scene.user("carol", granting("nasdaq"));
        BrowserClient client = scene.browser(carol, scene.tab());
        BrowserClient control = scene.control();
        String seat = scene.fullSeat(carol, scene.tab());
        JsonObject forAWhile = granting("nasdaq", "nyse");
        forAWhile
                .getJsonArray("grants")
                .getJsonObject(1)
                .put("validUntil", Instant.now().plusSeconds(SECONDS).toString());
        assertThat(scene.define(carol, forAWhile).status()).isEqualTo(200);
        scene.stage().quotes("NYSE", "IBM", 1, 1);
        awaitQuote(client, 1);

        await().atMost(SOON).until(() -> !scene.isActive(seat, "US/NYSE/>"));
        await().atMost(SOON).until(() -> scene.tableOf(scene.tab()).size() == 2);

        scene.stage().quotes("NYSE", "IBM", 2, 100);
        scene.stage().quotes("NASDAQ", "AAPL", 101, 101);
        awaitQuote(client, 101);
        awaitQuote(control, 101);
        assertThat(quotesOf(client)).containsExactly(1, 101);
        assertThat(quotesOf(control)).hasSize(101);
    }

    @Test
    default void aRehearsalNamesWhoWouldBeDisconnectedAndDoesNothing() {
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        scene.fullSeat("alice", scene.tab());
        List<String> table = scene.tableOf(scene.tab());

        Api.Answer preview = scene.api().rehearseStatusCutting("alice", "suspended");

        assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
        assertThat(preview.body().getBoolean("dryRun")).isTrue();
        assertThat(preview.objects("disconnects").stream().map(d -> d.getString("clientName")))
                .contains(scene.clientName(scene.tab()));
        assertThat(preview.objects("operations")).isNotEmpty();
        assertThat(scene.api().get("/v1/users/alice").body().getString("status"))
                .isEqualTo("active");
        assertThat(scene.tableOf(scene.tab())).isEqualTo(table);
        scene.stage().quotes("NASDAQ", "AAPL", 1, 1);
        awaitQuote(alice, 1);
        assertThat(alice.losses()).isZero();
    }
}
