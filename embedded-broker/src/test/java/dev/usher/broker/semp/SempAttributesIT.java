package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.SubscriptionEventMode;
import dev.usher.broker.core.TrustedCertificates;
import dev.usher.broker.net.CertificateAuthority;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes that this broker does not act on. */
class SempAttributesIT extends SempFrontSetup {
    private static final String CLIENT_PROFILES = CONFIG + "/clientProfiles";

    @ParameterizedTest
    @ValueSource(strings = {"", "/clientProfiles/default", "/aclProfiles/default", "/clientUsernames/default"})
    void aFullObjectCanBeWrittenAsItWasRead(String path) throws Exception {
        JsonObject read = get(CONFIG + path).getJsonObject("data");
        assertThat(ok("PUT", CONFIG + path, read).getJsonObject("data")).isEqualTo(read);
        assertThat(ok("PATCH", CONFIG + path, read).getJsonObject("data")).isEqualTo(read);
    }

    @Test
    void aFullMqttSessionCanBeWrittenAsItWasRead() throws Exception {
        ok("PUT", CONFIG + "/mqttSessions/dev,primary", json());
        JsonObject read = get(CONFIG + "/mqttSessions/dev,primary").getJsonObject("data");
        assertThat(read.getString("queueDeadMsgQueue")).isEqualTo("#DEAD_MSG_QUEUE");
        ok("DELETE", CONFIG + "/mqttSessions/dev,primary", null);
        assertThat(ok("POST", CONFIG + "/mqttSessions", read).getJsonObject("data"))
                .isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                       | {\"dmrEnabled\":false}                                         | 200",
                "                       | {\"dmrEnabled\":true}                                          | 14",
                "                       | {\"dmrEnabled\":1}                                             | 11",
                "                       | {\"dmrEnabled\":null}                                          | 11",
                "                       | {\"eventConnectionCountThreshold\":{\"setPercent\":80}}        | 200",
                "                       | {\"eventConnectionCountThreshold\":{\"setPercent\":81}}        | 14",
                "                       | {\"eventConnectionCountThreshold\":{\"setValue\":5}}           | 14",
                "                       | {\"eventConnectionCountThreshold\":7}                          | 11",
                "                       | {\"eventConnectionCountThreshold\":{\"setPercent\":null}}      | 11",
                "                       | {\"eventConnectionCountThreshold\":{\"setPercent\":80.9}}      | 11",
                "                       | {\"eventConnectionCountThreshold\":{\"setPercent\":\"80\"}}    | 11",
                "                       | {\"authenticationBasicType\":\"internal\"}                     | 200",
                "                       | {\"authenticationBasicType\":\"radius\"}                       | 14",
                "                       | {\"serviceMqttPlainTextListenPort\":1883}                      | 14",
                "                       | {\"maxMsgSpoolUsage\":1500}                                    | 14",
                "                       | {\"authenticationBasicProfileName\":\"default\"}               | 228",
                "                       | {\"authenticationBasicProfileName\":\"default\",\"authenticationBasicType\":\"internal\"} | 200",
                "                       | {\"replicationBridgeAuthenticationBasicClientUsername\":\"\"}  | 200",
                "                       | {\"replicationBridgeAuthenticationBasicPassword\":\"\"}        | 228",
                "                       | {\"replicationBridgeAuthenticationClientCertContent\":\"\"}    | 200",
                "                       | {\"replicationBridgeAuthenticationClientCertContent\":\"x\"}   | 14",
                "                       | {\"maxTransactionCount\":100001}                               | 11",
                "                       | {\"rxMsgCount\":1}                                             | 11",
                "                       | {\"eventPublishTopicFormatMqttEnabled\":true}                  | 228",
                "/clientProfiles/default | {\"apiQueueManagementCopyFromOnCreateName\":\"a*\"}             | 11",
                "/clientUsernames/default | {\"clientProfileName\":\"a b\"}                                | 11",
                "/clientUsernames/default | {\"aclProfileName\":\"\"}                                      | 11",
                "/clientProfiles/default | {\"queueControl1MaxDepth\":20000}                               | 200",
                "/clientProfiles/default | {\"queueControl1MaxDepth\":500}                                 | 14",
                "/clientProfiles/default | {\"allowGuaranteedEndpointCreateDurability\":\"some\"}         | 11"
            })
    void whatWouldBeIgnoredIsRefused(String path, String body, int code) throws Exception {
        String uri = CONFIG + (path == null ? "" : path);
        JsonObject before = get(uri).getJsonObject("data");
        if (code == 200) {
            assertThat(ok("PATCH", uri, new JsonObject(body)).getJsonObject("data"))
                    .isEqualTo(before);
        } else {
            assertThat(refused("PATCH", uri, new JsonObject(body))).isEqualTo(code);
            assertThat(get(uri).getJsonObject("data")).isEqualTo(before);
        }
    }

    @Test
    void theAttributeIsNamed() throws Exception {
        JsonObject answer = call("PATCH", CONFIG, json("dmrEnabled", true)).bodyAsJsonObject();
        assertThat(answer.getJsonObject("meta").getJsonObject("error").getString("description"))
                .contains("'dmrEnabled'")
                .contains("false");
    }

    @Test
    void permissionsAndLimitsOfWhatIsRefusedAnywayAreKept() throws Exception {
        ok(
                "POST",
                CLIENT_PROFILES,
                json("clientProfileName", "p", "allowTransactedSessionsEnabled", true, "maxMsgsPerTransaction", 5));
        String profile = CLIENT_PROFILES + "/p";
        ok("PATCH", profile, json("allowGuaranteedMsgReceiveEnabled", true));
        for (String uri : List.of(profile, MONITOR + "/clientProfiles/p")) {
            JsonObject data = get(uri).getJsonObject("data");
            assertThat(data.getBoolean("allowTransactedSessionsEnabled")).isTrue();
            assertThat(data.getBoolean("allowGuaranteedMsgReceiveEnabled")).isTrue();
            assertThat(data.getInteger("maxMsgsPerTransaction")).isEqualTo(5);
        }
        assertThat(names(get(CLIENT_PROFILES + "?where=maxMsgsPerTransaction<100"), "clientProfileName"))
                .containsExactly("p");
        assertThat(ok("PUT", profile, json()).getJsonObject("data").getBoolean("allowTransactedSessionsEnabled"))
                .isFalse();
        ok("PATCH", profile, json("maxMsgsPerTransaction", 7));
        ok("DELETE", profile, null);
        assertThat(ok("POST", CLIENT_PROFILES, json("clientProfileName", "p"))
                        .getJsonObject("data")
                        .getInteger("maxMsgsPerTransaction"))
                .isEqualTo(256);
        ok("PATCH", CONFIG, json("maxEndpointCount", 5));
        assertThat(get(MONITOR).getJsonObject("data").getInteger("maxEndpointCount"))
                .isEqualTo(5);
    }

    /** Whoever starts the broker says so; SEMP has no authorities and no token verifier to give. */
    @Test
    void theWaysToLogInAreTold() throws Exception {
        for (String uri : List.of(CONFIG, MONITOR)) {
            assertThat(waysToLogIn(uri)).containsExactly(true, false, false);
        }
        TrustedCertificates trusted =
                new TrustedCertificates(List.of(new CertificateAuthority("clients").certificate()));
        core.vpn()
                .updateLoginSchemes(s ->
                        s.withBasic(false).withCertificates(trusted).withTokens((token, issuer) -> Optional.empty()));
        for (String uri : List.of(CONFIG, MONITOR)) {
            assertThat(waysToLogIn(uri)).containsExactly(false, true, true);
        }
        assertThat(refused("PATCH", CONFIG, json("authenticationBasicEnabled", true)))
                .isEqualTo(14);
        aFullObjectCanBeWrittenAsItWasRead("");
        assertThat(waysToLogIn(CONFIG)).containsExactly(false, true, true);
    }

    private List<Boolean> waysToLogIn(String uri) throws Exception {
        JsonObject data = get(uri).getJsonObject("data");
        return Stream.of("authenticationBasicEnabled", "authenticationClientCertEnabled", "authenticationOauthEnabled")
                .map(data::getBoolean)
                .toList();
    }

    @Test
    void whatIsLeftOutCannotBeAskedForEither() throws Exception {
        assertThat(refused("GET", MONITOR + "/clients?select=rxByteCount", null))
                .isEqualTo(14);
        assertThat(refused("GET", MONITOR + "/clients?where=softwareDate==x", null))
                .isEqualTo(14);
        assertThat(refused("GET", CONFIG + "?select=eventConnectionCountThreshold.setPercent", null))
                .isEqualTo(14);
        assertThat(refused("GET", CONFIG + "/aclProfiles?where=eventConnectionCountThreshold==1", null))
                .isEqualTo(11);
        assertThat(refused("GET", "/SEMP/v2/config/msgVpns?where=eventConnectionCountThreshold==1", null))
                .isEqualTo(14);
        assertThat(get(CONFIG + "?select=event*Threshold").getJsonObject("data").fieldNames())
                .contains("eventConnectionCountThreshold")
                .doesNotContain("dmrEnabled");
    }

    @Test
    void replacingTheVpnSetsItBackAndDisablesItUnlessToldOtherwise() throws Exception {
        ok("PATCH", CONFIG, json("eventPublishSubscriptionMode", "on-with-format-v2", "maxConnectionCount", 7));
        assertThat(core.vpn().settings().subscriptionEvents()).isEqualTo(SubscriptionEventMode.V2);
        assertThat(refused("PATCH", CONFIG, json("eventPublishSubscriptionMode", "on")))
                .isEqualTo(11);
        ok("PUT", CONFIG, json("enabled", true));
        assertThat(core.vpn().settings().enabled()).isTrue();
        assertThat(core.vpn().settings().maxConnectionCount()).isEqualTo(1_000);
        assertThat(core.vpn().settings().subscriptionEvents()).isEqualTo(SubscriptionEventMode.OFF);
        ok("PUT", CONFIG, json());
        assertThat(get(MONITOR).getJsonObject("data").getString("state")).isEqualTo("down");
        assertThat(refused("POST", "/SEMP/v2/config/msgVpns", json("msgVpnName", "other")))
                .isEqualTo(14);
    }

    @Test
    void theDeprecatedExceptionsAreTheSameLists() throws Exception {
        ok("POST", PROFILES, json("aclProfileName", "p1"));
        String old = PROFILES + "/p1/subscribeExceptions";
        ok("POST", old, json("topicSyntax", "smf", "subscribeExceptionTopic", "a/>"));
        assertThat(names(get(PROFILES + "/p1/subscribeTopicExceptions"), "subscribeTopicException"))
                .containsExactly("a/>");
        ok("DELETE", PROFILES + "/p1/subscribeTopicExceptions/smf,a%2F%3E", null);
        assertThat(get(old).getJsonArray("data")).isEmpty();
        ok(
                "POST",
                PROFILES + "/p1/publishTopicExceptions",
                json("publishTopicExceptionSyntax", "mqtt", "publishTopicException", "up/#"));
        assertThat(get(PROFILES + "/p1/publishExceptions/mqtt,up%2F%23")
                        .getJsonObject("data")
                        .getString("publishExceptionTopic"))
                .isEqualTo("up/#");
    }
}
