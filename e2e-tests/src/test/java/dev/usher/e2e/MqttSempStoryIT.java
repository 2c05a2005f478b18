package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** MQTT.js, reached by management of MQTT sessions, which reaches no other clients. */
class MqttSempStoryIT extends Story implements NoticeChapter, SelfServiceChapter, TermsChapter, DurableChapter {
    MqttSempStoryIT() {
        super(Browser.MQTT_JS, Setting.Gateway.SEMP, Setting.Facts.DEFAULT);
    }

    @Test
    @Matrix.Refused(Browser.SOLCLIENT_JS)
    void aSeatOfAnSmfClientIsRefusedWithTheWayOut() {
        Api.Answer answer = scene().api().openSeat("alice", Browser.SOLCLIENT_JS, scene().tab());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.body().getString("type")).isEqualTo("urn:usher:problem:unreachable-client");
        assertThat(answer.body().getString("detail")).contains("mqtt").contains("injection: smf");
        assertThat(scene().api().get("/v1/seats?user=alice").objects("items").stream()
                        .map(seat -> seat.getJsonObject("client").getString("id")))
                .doesNotContain(scene().tab());
    }
}
