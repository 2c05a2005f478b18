package dev.usher.e2e;

import static dev.usher.e2e.Scene.SOON;
import static dev.usher.e2e.Scene.awaitNotice;
import static dev.usher.e2e.Scene.granting;
import static dev.usher.e2e.Scene.inGroup;
import static dev.usher.e2e.Scene.notices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What becomes of a seat is told to its client, and to nobody else. */
interface NoticeChapter extends Sentences {

    @Test
    default void sheIsToldFirstOfAllWhatSheWasGrantedAndLaterWhatWasRemoved() {
        Scene scene = scene();
        String carol = scene.user("carol", granting("nasdaq", "nyse"));
        BrowserClient client = scene.browser(carol, scene.tab());
        JsonObject seat = scene.seat(carol, scene.tab());
        String topic = seat.getString("noticeTopic");
        assertThat(topic).isEqualTo("usher/notice/" + seat.getString("id"));
        assertThat(scene.tableOf(scene.tab())).first().isEqualTo(topic);

        JsonObject granted = awaitNotice(client, topic, "granted");
        assertThat(granted.getString("seat")).isEqualTo(seat.getString("id"));
        assertThat(granted.getString("reason")).isNotBlank();
        assertThat(granted.getJsonArray("filters")).containsExactlyInAnyOrder("US/NASDAQ/>", "US/NYSE/>");

        assertThat(scene.define(carol, granting("nasdaq")).status()).isEqualTo(200);
        JsonObject removed = awaitNotice(client, topic, "removed");
        assertThat(removed.getString("reason")).isNotBlank();
        assertThat(removed.getJsonArray("filters")).containsExactly("US/NYSE/>");
        assertThat(client.losses()).isZero();
    }

    /** Notices are sent and not waited for: of several, one is seen. */
    @Test
    default void sheIsToldToReconnectBeforeSheIsDisconnected() {
        Scene scene = scene();
        JsonObject together = inGroup(scene.group("desk", granting("nasdaq")));
        String carol = scene.user("carol", together);
        BrowserClient client = scene.returningBrowser(carol, scene.tab());
        String topic = scene.seat(carol, scene.tab()).getString("noticeTopic");
        JsonObject apart = granting("nasdaq");

        await().atMost(SOON).until(() -> {
            int losses = client.losses();
            Api.Answer moved = scene.define(carol, losses % 2 == 0 ? apart : together);
            assertThat(moved.body().getBoolean("disconnected"))
                    .as(moved.toString())
                    .isTrue();
            await().atMost(SOON).until(() -> client.losses() == losses + 1);
            await().atMost(SOON).until(() -> scene.tableOf(scene.tab()).contains(topic));
            return notices(client, topic, "reconnect-needed").findAny().isPresent();
        });

        JsonObject notice = awaitNotice(client, topic, "reconnect-needed");
        assertThat(notice.getString("reason")).isNotBlank();
        assertThat(notice.getString("seat")).isNotBlank();
    }

    @Test
    default void nobodyElseHearsHerNoticesOrCanSendHerAny() {
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        String bobsTab = scene.name("bobs-tab");
        BrowserClient bob = scene.browser("bob", bobsTab);
        String topic = scene.seat("alice", scene.tab()).getString("noticeTopic");
        String bobsTopic = scene.seat("bob", bobsTab).getString("noticeTopic");
        awaitNotice(alice, topic, "granted");

        assertThat(bob.subscribeTo(topic).granted()).isFalse();
        assertThat(bob.subscribeTo("usher/>").granted()).isFalse();
        bob.publish(topic, notice("forged"));
        await().atMost(SOON)
                .until(() -> scene.find(bobsTab).orElseThrow().received().refused() == 1);

        // Somebody whom no fence holds shows that she would have got it.
        MqttJs control = scene.control();
        control.publish(topic, notice("genuine"));
        control.publish(bobsTopic, notice("genuine"));
        awaitNotice(alice, topic, "genuine");
        awaitNotice(bob, bobsTopic, "genuine");
        assertThat(notices(alice, topic, "forged")).isEmpty();
        assertThat(bob.received()).noneMatch(m -> m.topic().equals(topic));
    }

    private static byte[] notice(String kind) {
        return new JsonObject().put("kind", kind).encode().getBytes(StandardCharsets.UTF_8);
    }
}
