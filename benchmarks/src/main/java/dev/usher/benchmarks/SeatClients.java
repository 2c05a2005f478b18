package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.RawWebSocket;
import dev.usher.benchmarks.harness.Role;
import dev.usher.broker.smf.SmfClientFrames;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Browser tabs that look at nothing: connected, logged in, two subscriptions each.
 *
 * <p>Arguments: {@code mqtt} or {@code smf}, the URI. Command {@code connect N}: so many more.
 */
final class SeatClients extends Role {

    private final boolean mqtt;
    private final URI broker;
    private final List<RawWebSocket> seats = new ArrayList<>();

    private SeatClients(boolean mqtt, URI broker) {
        this.mqtt = mqtt;
        this.broker = broker;
    }

    public static void main(String[] args) {
        new SeatClients(args[0].equals("mqtt"), URI.create(args[1])).serve();
    }

    @Override
    protected void start(JsonObject ready) {
        // Nothing yet: it connects when told how many.
    }

    @Override
    protected void command(String command, JsonObject answer) throws IOException {
        int more = Integer.parseInt(command.split(" ", -1)[1]);
        for (int i = 0; i < more; i++) {
            int number = seats.size();
            seats.add(mqtt ? mqttSeat(number) : smfSeat(number));
        }
        answer.put("seats", seats.size());
    }

    /** One filter of everybody and one of its own. */
    private RawWebSocket mqttSeat(int number) throws IOException {
        RawWebSocket seat = RawWebSocket.open(broker, "mqtt");
        seat.send(MqttClientPackets.connect("seat-" + number));
        seat.receive(MqttClientPackets.CONNACK);
        seat.send(MqttClientPackets.subscribe("market/us/nasdaq/#", "orders/user-" + number + "/+"));
        seat.receive(MqttClientPackets.suback(2));
        return seat;
    }

    private RawWebSocket smfSeat(int number) throws IOException {
        RawWebSocket seat = RawWebSocket.open(broker, "smf.solacesystems.com");
        seat.send(SmfClientFrames.login("seat-" + number));
        seat.receive(
                SmfClientFrames.lengthOf(seat.receive(SmfClientFrames.LENGTH_KNOWN)) - SmfClientFrames.LENGTH_KNOWN);
        for (String filter : List.of("market/us/nasdaq/>", "orders/user-" + number + "/*")) {
            seat.send(SmfClientFrames.subscribe(filter));
            seat.receive(SmfClientFrames.lengthOf(seat.receive(SmfClientFrames.LENGTH_KNOWN))
                    - SmfClientFrames.LENGTH_KNOWN);
        }
        return seat;
    }
}
