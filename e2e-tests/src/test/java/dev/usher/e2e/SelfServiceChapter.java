package dev.usher.e2e;

import static dev.usher.e2e.Scene.MANY;
import static dev.usher.e2e.Scene.SOON;
import static dev.usher.e2e.Scene.awaitQuote;
import static dev.usher.e2e.Scene.granting;
import static dev.usher.e2e.Scene.inGroup;
import static dev.usher.e2e.Scene.quotesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Groups whose members subscribe for themselves, inside what the group is granted. */
interface SelfServiceChapter extends Sentences {

    private String selfService(String... products) {
        return scene().group("desk", granting(products).put("mode", "self-service"));
    }

    @Test
    default void inASelfServiceGroupHerOwnSubscribeIsGrantedInsideItsFiltersAndRefusedOutside() {
        Scene scene = scene();
        String carol = scene.user("carol", inGroup(selfService("nasdaq")));
        BrowserClient client = scene.browser(carol, scene.tab());
        BrowserClient control = scene.control();
        scene.seat(carol, scene.tab());
        scene.stage().quotes("NASDAQ", "AAPL", 1, 1);
        awaitQuote(control, 1);

        assertThat(client.subscribeTo("US/NASDAQ/AAPL").granted()).isTrue();
        assertThat(client.subscribeTo("US/NYSE/>").granted()).isFalse();
        assertThat(client.subscribeTo("US/>").granted()).isFalse();

        scene.stage().quotes("NYSE", "IBM", 2, 2);
        scene.stage().quotes("NASDAQ", "MSFT", 3, 3);
        scene.stage().quotes("NASDAQ", "AAPL", 4, 4);
        awaitQuote(client, 4);
        awaitQuote(control, 4);
        assertThat(quotesOf(client)).containsExactly(4);
    }

    @Test
    default void whatHerSelfServiceGroupLosesIsTakenFromWhatSheSubscribedToHerself() {
        Scene scene = scene();
        String group = selfService("nasdaq", "nyse");
        String carol = scene.user("carol", inGroup(group));
        BrowserClient client = scene.returningBrowser(carol, scene.tab());
        BrowserClient control = scene.control();
        scene.seat(carol, scene.tab());
        assertThat(client.subscribeTo("US/NYSE/>").granted()).isTrue();
        assertThat(client.subscribeTo("US/NASDAQ/>").granted()).isTrue();

        Api.Answer narrowed = scene.api().groupProducts(group, "nasdaq");

        assertThat(narrowed.status()).as(narrowed.toString()).isEqualTo(200);
        // A broker may not let anybody else remove what she subscribed to: then she is disconnected, and the answer
        // says so.
        boolean disconnected = narrowed.body().getBoolean("disconnected");
        await().atMost(SOON)
                .until(() -> client.losses() == (disconnected ? 1 : 0) && client.connects() == client.losses() + 1);
        await().atMost(SOON).until(() -> client.subscribeTo("US/NASDAQ/>").granted());
        scene.stage().quotes("NYSE", "IBM", 1, MANY);
        scene.stage().quotes("NASDAQ", "AAPL", MANY + 1, MANY + 1);
        awaitQuote(client, MANY + 1);
        awaitQuote(control, MANY + 1);
        assertThat(quotesOf(control)).hasSize(MANY + 1);
        assertThat(quotesOf(client)).containsExactly(MANY + 1);
        assertThat(client.subscribeTo("US/NYSE/>").granted()).isFalse();
    }

    @Test
    default void whenHerRightsBecomeNarrowerThanHerGroupsSheIsDisconnectedOnceAsAnnounced() throws JCSMPException {
        Scene scene = scene();
        String carol = scene.user("carol", inGroup(selfService("nasdaq")));
        String before = scene.stage().profileOf(carol);
        assertThat(before).startsWith("usher_g_");
        BrowserClient client = scene.browser(carol, scene.tab());
        BrowserClient control = scene.control();
        scene.seat(carol, scene.tab());
        assertThat(client.subscribeTo("US/NASDAQ/>").granted()).isTrue();

        Api.Answer announced = scene.api().rehearseStatus(carol, "suspended");
        assertThat(announced.status()).as(announced.toString()).isEqualTo(200);
        assertThat(announced.objects("disconnects").stream().map(d -> d.getString("clientName")))
                .containsExactly(scene.clientName(scene.tab()));
        assertThat(scene.stage().profileOf(carol)).isEqualTo(before);
        assertThat(client.losses()).isZero();

        Api.Answer suspended = scene.api().status(carol, "suspended");
        assertThat(suspended.status()).as(suspended.toString()).isEqualTo(200);
        assertThat(suspended.body().getBoolean("disconnected")).isTrue();
        assertThat(scene.stage().profileOf(carol)).isEqualTo("usher_managed");
        await().atMost(SOON).until(() -> client.losses() == 1);

        client.reconnect();
        assertThat(client.subscribeTo("US/NASDAQ/>").granted()).isFalse();
        scene.stage().quotes("NASDAQ", "AAPL", 1, MANY);
        scene.awaitAside(client, scene.tab());
        awaitQuote(control, MANY);
        assertThat(quotesOf(client)).isEmpty();
        assertThat(client.losses()).isEqualTo(1);

        Api.Answer back = scene.api().status(carol, "active");
        assertThat(back.body().getBoolean("disconnected")).as(back.toString()).isTrue();
        assertThat(scene.stage().profileOf(carol)).isEqualTo(before);
    }

    @Test
    default void aTierIsTheClientProfileOfWhoeverHasTheGroupsProfile() {
        Scene scene = scene();
        scene.stage().createTier(scene.name("tier"));
        String group = scene.group("desk", granting("nasdaq").put("tier", scene.name("tier")));
        String carol = scene.user("carol", inGroup(group));
        scene.browser(carol, scene.tab());

        scene.fullSeat(carol, scene.tab());

        assertThat(scene.find(scene.tab()).orElseThrow().clientProfile()).isEqualTo(scene.name("tier"));
        assertThat(scene.define(carol, new JsonObject()).body().getBoolean("disconnected"))
                .isTrue();
    }
}
