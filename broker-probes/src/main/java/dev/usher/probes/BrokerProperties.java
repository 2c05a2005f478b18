package dev.usher.probes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A {@link BrokerUnderTest} from properties: {@code broker.smf}, {@code broker.semp}, {@code broker.vpn}, {@code broker.admin} and
 * {@code broker.password.file} must be given; {@code broker.mqtt}, {@code broker.mqttWs}, {@code broker.patience.seconds},
 * {@code broker.semp.perSecond}, {@code broker.trustStore} with {@code broker.trustStore.password.file}, and
 * {@code broker.everything} may be. Relative files are looked for in {@code broker.folder}.
 */
public final class BrokerProperties {
    private static final int MILLIS_PER_SECOND = 1000;

    private final UnaryOperator<String> properties;

    private BrokerProperties(UnaryOperator<String> properties) {
        this.properties = properties;
    }

    /**
     * @throws IllegalArgumentException naming the property or file that is missing or wrong
     * @throws IOException when the file with the password cannot be read
     */
    public static BrokerUnderTest read(UnaryOperator<String> properties) throws IOException {
        return new BrokerProperties(properties).read();
    }

    private BrokerUnderTest read() throws IOException {
        String password = secret("broker.password.file");
        BrokerUnderTest broker = BrokerUnderTest.of(
                required("broker.smf"),
                uri("broker.semp", required("broker.semp")),
                required("broker.vpn"),
                new BrokerUnderTest.Admin(required("broker.admin"), password));
        Optional<URI> mqtt = given("broker.mqtt").map(value -> uri("broker.mqtt", value));
        Optional<URI> mqttWs = given("broker.mqttWs").map(value -> uri("broker.mqttWs", value));
        broker = mqtt.map(broker::withMqtt).orElse(broker);
        broker = mqttWs.map(broker::withMqttWebSocket).orElse(broker);
        int patience = number("broker.patience.seconds", 1, 600, 10);
        int perSecond = number("broker.semp.perSecond", 1, MILLIS_PER_SECOND, 10);
        if (given("broker.trustStore").isPresent()) {
            TrustStore trust = new TrustStore(file("broker.trustStore"), secret("broker.trustStore.password.file"));
            trust.context();
            broker = broker.withTrustStore(trust);
        }
        String everything = given("broker.everything").orElse("false");
        if (!everything.matches("true|false")) {
            throw new IllegalArgumentException("broker.everything must be true or false, not " + everything);
        }
        return broker.withEverything(Boolean.parseBoolean(everything))
                .withPatience(Duration.ofSeconds(patience))
                .withSempPause(Duration.ofMillis(MILLIS_PER_SECOND / perSecond));
    }

    private String secret(String name) throws IOException {
        Path file = file(name);
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(name + " is not there: " + file, e);
        }
    }

    /** Tests run in the folder of their module, and nobody types a path from there. */
    private Path file(String name) {
        return Path.of(given("broker.folder").orElse(""))
                .resolve(required(name))
                .toAbsolutePath();
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isBlank());
    }

    private String required(String name) {
        return given(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing: give -D" + name + "=…"));
    }

    private static URI uri(String name, String value) {
        try {
            return URI.create(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is no URI: " + value, e);
        }
    }

    private int number(String name, int least, int most, int otherwise) {
        if (given(name).isEmpty()) {
            return otherwise;
        }
        String value = given(name).get();
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", not " + value);
        }
        return Integer.parseInt(value);
    }
}
