package dev.usher.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerPropertiesTest {
    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void allOfThem() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
        properties.putAll(Map.of(
                "broker.smf", "tcps://b:55443",
                "broker.mqtt", "ssl://b:8883",
                "broker.mqttWs", "wss://b:8443",
                "broker.semp", "https://b:1943",
                "broker.vpn", "prices",
                "broker.admin", "operator",
                "broker.password.file", password.toString(),
                "broker.patience.seconds", "30",
                "broker.semp.perSecond", "4",
                "broker.everything", "true"));
    }

    @Test
    void eachPropertyCounts() throws Exception {
        assertThat(BrokerProperties.read(properties::get))
                .isEqualTo(new BrokerUnderTest(
                        "tcps://b:55443",
                        java.util.Optional.of(URI.create("ssl://b:8883")),
                        java.util.Optional.of(URI.create("wss://b:8443")),
                        URI.create("https://b:1943"),
                        "prices",
                        new BrokerUnderTest.Admin("operator", "s3cret"),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(250),
                        java.util.Optional.empty(),
                        true));
    }

    @Test
    void thePasswordIsNotPrinted() throws Exception {
        assertThat(BrokerProperties.read(properties::get).toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker.smf", "broker.semp", "broker.vpn", "broker.admin", "broker.password.file"})
    void whatIsMissingIsNamed(String name) {
        properties.remove(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerProperties.read(properties::get))
                .withMessageContaining("-D" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "broker.smf, b:55555",
        "broker.mqtt, http://b:1883",
        "broker.mqttWs, tcp://b:1883",
        "broker.semp, b:8080",
        "broker.patience.seconds, soon",
        "broker.semp.perSecond, 0",
        "broker.everything, perhaps"
    })
    void whatIsWrongIsNamed(String name, String value) {
        properties.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerProperties.read(properties::get))
                .withMessageContaining(value);
    }

    @Test
    void relativeFilesAreThoseOfTheFolderWhereTheCommandIsTyped() throws Exception {
        properties.put("broker.password.file", "password");
        properties.put("broker.folder", folder.toString());
        assertThat(BrokerProperties.read(properties::get).admin().password()).isEqualTo("s3cret");

        properties.put("broker.folder", folder.resolve("elsewhere").toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerProperties.read(properties::get))
                .withMessage("broker.password.file is not there: " + folder.resolve("elsewhere/password"));
    }

    @Test
    void aTrustStoreThatCannotBeReadIsNamedBeforeAnythingIsAsked() throws Exception {
        Path store = Files.writeString(folder.resolve("trust.p12"), "no store");
        properties.put("broker.trustStore", store.toString());
        properties.put(
                "broker.trustStore.password.file", folder.resolve("password").toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerProperties.read(properties::get))
                .withMessageContaining("the trust store " + store)
                .withMessageNotContaining("s3cret");
    }

    @Test
    void everythingIsNotSubscribedUnlessAsked() throws Exception {
        properties.remove("broker.everything");
        assertThat(BrokerProperties.read(properties::get).everything()).isFalse();
    }

    @Test
    void mqttMayBeLeftOut() throws Exception {
        properties.keySet().removeIf(name -> name.startsWith("broker.mqtt"));
        BrokerUnderTest broker = BrokerProperties.read(properties::get);
        assertThat(broker.mqtt()).isEmpty();
        assertThat(broker.mqttWebSocket()).isEmpty();
    }
}
