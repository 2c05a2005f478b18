package dev.usher.dev;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.EmbeddedBrokerBuilder;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code usher broker} listens for, on the ports that PubSub+ has by default. */
enum Door {
    SMF("smf", "SMF", 55555, EmbeddedBrokerBuilder::smfPort, EmbeddedBroker::smfHost),
    SMF_WS(
            "smf-ws",
            "SMF over WebSocket",
            8008,
            EmbeddedBrokerBuilder::smfWebSocketPort,
            EmbeddedBroker::smfWebSocketUri),
    MQTT("mqtt", "MQTT", 1883, EmbeddedBrokerBuilder::mqttPort, EmbeddedBroker::mqttUri),
    MQTT_WS(
            "mqtt-ws",
            "MQTT over WebSocket",
            8000,
            EmbeddedBrokerBuilder::mqttWebSocketPort,
            EmbeddedBroker::mqttWebSocketUri),
    SEMP("semp", "SEMP v2", 8080, EmbeddedBrokerBuilder::sempPort, EmbeddedBroker::sempUri),
    SMF_TLS("smf-tls", "SMF, TLS", 55443, EmbeddedBrokerBuilder::smfTlsPort, EmbeddedBroker::smfTlsHost),
    SMF_WS_TLS(
            "smf-ws-tls",
            "SMF over WebSocket, TLS",
            1443,
            EmbeddedBrokerBuilder::smfWebSocketTlsPort,
            EmbeddedBroker::smfWebSocketTlsUri),
    MQTT_TLS("mqtt-tls", "MQTT, TLS", 8883, EmbeddedBrokerBuilder::mqttTlsPort, EmbeddedBroker::mqttTlsUri),
    MQTT_WS_TLS(
            "mqtt-ws-tls",
            "MQTT over WebSocket, TLS",
            8443,
            EmbeddedBrokerBuilder::mqttWebSocketTlsPort,
            EmbeddedBroker::mqttWebSocketTlsUri),
    SEMP_TLS("semp-tls", "SEMP v2, TLS", 1943, EmbeddedBrokerBuilder::sempTlsPort, EmbeddedBroker::sempTlsUri);

    private final String option;
    private final String title;
    private final int standard;
    private final BiConsumer<EmbeddedBrokerBuilder, Integer> port;
    private final Function<EmbeddedBroker, Object> address;

    Door(
            String option,
            String title,
            int standard,
            BiConsumer<EmbeddedBrokerBuilder, Integer> port,
            Function<EmbeddedBroker, Object> address) {
        this.option = option;
        this.title = title;
        this.standard = standard;
        this.port = port;
        this.address = address;
    }

    /** Closed unless the broker has a certificate. */
    boolean needsTls() {
        return compareTo(SMF_TLS) >= 0;
    }

    String title() {
        return title;
    }

    /** The port that PubSub+ has by default. */
    int standard() {
        return standard;
    }

    void open(EmbeddedBrokerBuilder builder, int number) {
        port.accept(builder, number);
    }

    /** As clients spell it. */
    String address(EmbeddedBroker broker) {
        return address.apply(broker).toString();
    }

    /** As the option {@code --port} spells it. */
    @Override
    public String toString() {
        return option;
    }

    /** Reads what {@link #toString} writes. */
    static final class Converter implements ITypeConverter<Door> {
        @Override
        public Door convert(String value) {
            return Arrays.stream(values())
                    .filter(d -> d.option.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
                            + Arrays.stream(values()).map(Door::toString).collect(Collectors.joining(", "))));
        }
    }
}
