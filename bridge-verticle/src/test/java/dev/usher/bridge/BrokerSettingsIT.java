package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.ClientProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/bridge.md} tells to set on the client profile is needed, and does what it says. */
final class BrokerSettingsIT extends BridgeEnvironment {

    private static final Pattern BODY = Pattern.compile("(?m)/clientProfiles/PROFILE \\\\\\n *-d '([^']+)'$");

    @Test
    void aNewProfileTakesNothingGuaranteedAndAsTheGuideSetsItNothingIsThrownAway() throws Exception {
        EmbeddedBroker broker = broker(
                0,
                builder -> builder.sempAdmin("admin", "admin-password")
                        .clientProfile(ClientProfile.created("plain"))
                        .user(user ->
                                user.name("bridge").password("bridge-password").clientProfile("plain")));
        String topic = newTopic(1);
        kafka.createTopic(topic + ".dead-letter", 1);
        Map<String, Object> settings = settings(broker, topic);
        settings.put("routes", List.of(Map.of("from", topic, "topic", topic + "/{s}", "delivery", "guaranteed")));
        records.write(topic, 0, "{\"s\":\"a\"}");

        RunningBridge before = bridge(settings);
        await().until(() -> before.ready().contains("allowGuaranteedMsgSendEnabled"));
        assertThat(before.ready()).startsWith("503");
        assertThat(before.shown("usher_bridge_acked_total")).isZero();
        assertThat(before.count("usher.bridge.dead.lettered")).isZero();
        before.close();

        set(broker);
        RunningBridge after = bridge(settings);
        await().until(() -> after.count("usher.bridge.dead.lettered") == 1);
        assertThat(after.get("/metrics")).contains("reason=\"publish-rejected\",route=\"" + topic + "\"} 1.0");
    }

    private static void set(EmbeddedBroker broker) throws Exception {
        Matcher body = BODY.matcher(Files.readString(Path.of("..", "docs", "bridge.md")));
        assertThat(body.find()).isTrue();
        String admin = Base64.getEncoder().encodeToString("admin:admin-password".getBytes(StandardCharsets.UTF_8));
        HttpRequest patch = HttpRequest.newBuilder(
                        URI.create(broker.sempUri() + "/SEMP/v2/config/msgVpns/default/clientProfiles/plain"))
                .header("Authorization", "Basic " + admin)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.group(1)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(patch, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
