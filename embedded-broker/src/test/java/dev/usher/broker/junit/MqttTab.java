package dev.usher.broker.junit;

import dev.usher.broker.EmbeddedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Just enough of an MQTT client to be connected. */
final class MqttTab {
    private MqttTab() {}

    /** MQTT 3.1.1, 3.1: a clean session with a username, as any password will do. */
    static Socket connect(EmbeddedBroker broker, String username, String clientId) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(new byte[] {4, (byte) 0xC2, 0, 0});
        text(body, clientId);
        text(body, username);
        text(body, "any");
        Socket socket = new Socket("127.0.0.1", broker.mqttUri().getPort());
        OutputStream out = socket.getOutputStream();
        out.write(new byte[] {0x10, (byte) body.size()});
        body.writeTo(out);
        out.flush();
        return socket;
    }

    private static void text(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.write(0);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
