package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SempDecodingTest {
    private static final JsonObject CLIENT = new JsonObject()
            .put("clientName", "#mqtt/x/30")
            .put("clientUsername", "alice")
            .put("clientAddress", "10.0.0.1:50123")
            .put("clientId", 17)
            .put("uptime", 61)
            .put("aclProfileName", "usher_managed")
            .put("clientProfileName", "default")
            .put("slowSubscriber", false);

    @Test
    void readsWhatItNeedsAndIgnoresTheRest() {
        JsonObject json = CLIENT.copy().put("rxMsgCount", 12).put("brandNew", new JsonObject());
        assertThat(Client.TYPE.decode(json))
                .isEqualTo(new Client(
                        "#mqtt/x/30",
                        "alice",
                        "10.0.0.1:50123",
                        17,
                        Duration.ofSeconds(61),
                        "usher_managed",
                        "default",
                        false));
    }

    @Test
    void namesTheAttributeThatIsMissingOrMistypedAndNotItsValue() {
        for (String attribute : CLIENT.fieldNames()) {
            JsonObject missing = CLIENT.copy();
            missing.remove(attribute);
            assertThatThrownBy(() -> Client.TYPE.decode(missing))
                    .isInstanceOf(SempProtocolException.class)
                    .hasMessageContaining("MsgVpnClient." + attribute + " is missing");
            JsonObject mistyped = CLIENT.copy().put(attribute, new JsonObject().put("private", "value"));
            assertThatThrownBy(() -> Client.TYPE.decode(mistyped))
                    .isInstanceOf(SempProtocolException.class)
                    .hasMessageContaining("MsgVpnClient." + attribute)
                    .hasMessageNotContaining("private");
        }
    }

    @Test
    void refusesNumbersOutOfRangeAndEmptyNames() {
        assertRefused(CLIENT.copy().put("uptime", -1), "uptime");
        assertRefused(CLIENT.copy().put("uptime", 1.5), "uptime");
        assertRefused(CLIENT.copy().put("clientName", ""), "clientName");
    }

    @Test
    void refusesAnEnumerationValueItDoesNotKnow() {
        JsonObject json = new JsonObject().put("msgVpnName", "default").put("state", "sideways");
        assertThatThrownBy(() -> MsgVpnStatus.TYPE.decode(json)).hasMessageContaining("MsgVpn.state");
    }

    @Test
    void anMqttSessionWithoutAClientHasNoClientName() {
        JsonObject json = new JsonObject(Map.of(
                "mqttSessionClientId",
                "x",
                "mqttSessionVirtualRouter",
                "primary",
                "clientName",
                "",
                "owner",
                "alice",
                "enabled",
                true,
                "durable",
                true,
                "clean",
                false,
                "createdByManagement",
                false));
        assertThat(MqttSession.TYPE.decode(json).clientName()).isEmpty();
        assertThat(MqttSession.TYPE.decode(json).queueName()).isEmpty();
        assertThat(MqttSession.TYPE
                        .decode(json.copy().put("queueName", "#mqtt/x/1"))
                        .queueName())
                .contains("#mqtt/x/1");
        assertThat(MqttSession.TYPE
                        .decode(json.copy().put("clientName", "#mqtt/x/1"))
                        .clientName())
                .contains("#mqtt/x/1");
    }

    @Test
    void aQueueIsEmptyWhenNothingWaitsAndNothingIsUnderWay() {
        JsonObject json =
                new JsonObject().put("queueName", "q").put("msgSpoolUsage", 0).put("txUnackedMsgCount", 0);
        assertThat(MqttQueue.TYPE.decode(json).isEmpty()).isTrue();
        assertThat(MqttQueue.TYPE.decode(json.copy().put("msgSpoolUsage", 1)).isEmpty())
                .isFalse();
        assertThat(MqttQueue.TYPE
                        .decode(json.copy().put("txUnackedMsgCount", 1))
                        .isEmpty())
                .isFalse();
    }

    @Test
    void whatIsWrittenCanBeReadBack() {
        AclProfile profile = new AclProfile(
                "usher_managed", AclAction.ALLOW, AclAction.DISALLOW, AclAction.DISALLOW, AclAction.DISALLOW);
        assertThat(AclProfile.TYPE.decode(profile.body().json())).isEqualTo(profile);
        ClientProfile tier = new ClientProfile("tier", true, Duration.ofMillis(500), 10_000, 500_000);
        assertThat(ClientProfile.TYPE.decode(tier.body().json())).isEqualTo(tier);
        ClientUsername username = new ClientUsername("alice", true, "usher_managed", "tier", false);
        assertThat(ClientUsername.TYPE.decode(username.body(Optional.empty()).json()))
                .isEqualTo(username);
        MqttSessionConfig session =
                new MqttSessionConfig(new MqttSessionId("a,b", VirtualRouter.BACKUP), "alice", true);
        assertThat(MqttSessionConfig.TYPE.decode(session.body().json())).isEqualTo(session);
        MqttSessionSubscription subscription = new MqttSessionSubscription("a/+/#", 1);
        assertThat(MqttSessionSubscription.TYPE.decode(subscription.body().json()))
                .isEqualTo(subscription);
        for (AclExceptionList list : AclExceptionList.values()) {
            AclExceptionEntry exception = AclExceptionEntry.mqtt("US/NASDAQ/#");
            assertThat(list.type().decode(list.body(exception).json())).isEqualTo(exception);
        }
    }

    @Test
    void aChangeSendsOnlyWhatIsNamed() {
        ClientUsernameChange change =
                ClientUsernameChange.change().withEnabled(false).withAclProfile("usher_managed");
        assertThat(change.body().json())
                .isEqualTo(new JsonObject().put("enabled", false).put("aclProfileName", "usher_managed"));
    }

    @Test
    void anUndeclaredAttributeIsAMistakeOfOurs() {
        assertThatIllegalStateException().isThrownBy(() -> new SempObject(Client.TYPE, CLIENT).string("platform"));
        assertThatIllegalStateException()
                .isThrownBy(() -> AclProfile.TYPE.body().set("clientUsername", "x"));
    }

    private static void assertRefused(JsonObject json, String attribute) {
        assertThatThrownBy(() -> Client.TYPE.decode(json))
                .isInstanceOf(SempProtocolException.class)
                .hasMessageContaining(attribute);
    }
}
