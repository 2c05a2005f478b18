package dev.usher.broker.core;

import java.nio.charset.StandardCharsets;

/**
 * Client events on the message bus (PubSub+ docs, "Subscribing to Message-Bus Events"):
 * {@code #LOG/INFO/CLIENT/<router>/<event>/<vpn>/<client name>}, for MQTT the same below {@code $SYS/LOG}; a text that
 * ends with a NUL.
 */
final class ClientEvents {

    private final BrokerCore core;

    ClientEvents(BrokerCore core) {
        this.core = core;
    }

    void connected(Client client) {
        LoginRequest login = client.login();
        publish(
                "CLIENT_CLIENT_CONNECT",
                client.name(),
                "%s connected to %s from %s version(%s) platform(%s) SslVersion() authScheme (Basic) clientProfile (%s) ACLProfile (%s)"
                        .formatted(
                                who(client),
                                core.router(),
                                client.address(),
                                login.software(),
                                login.platform(),
                                client.clientProfile(),
                                client.aclProfile()));
    }

    void disconnected(Client client, String reason) {
        publish(
                "CLIENT_CLIENT_DISCONNECT",
                client.name(),
                "%s reason(%s) final statistics - dp(%d, %d)"
                        .formatted(who(client), reason, client.published(), client.delivered()));
    }

    void renamed(Client client, String oldName) {
        publish(
                "CLIENT_CLIENT_NAME_CHANGE",
                client.name(),
                "%s changed name from %s to %s".formatted(who(client), oldName, client.name()));
    }

    private String who(Client client) {
        return "Client (%d) %s username %s OriginalClientUsername(%s) WebSessionId (N/A)"
                .formatted(
                        client.clientId(),
                        client.name(),
                        client.username(),
                        client.login().username());
    }

    private void publish(String event, String clientName, String text) {
        VpnSettings settings = core.vpn().settings();
        if (!settings.clientEvents() || core.faults().clientEventsDropped()) {
            return;
        }
        String rest = "/INFO/CLIENT/%s/%s/%s/%s"
                .formatted(core.router(), event, core.vpn().name(), clientName);
        byte[] payload = (event + ": " + core.vpn().name() + " " + text + "\0").getBytes(StandardCharsets.UTF_8);
        if (settings.eventsForSmf()) {
            core.route(Message.of("#LOG" + rest, payload));
        }
        if (settings.eventsForMqtt()) {
            core.route(Message.of("$SYS/LOG" + rest, payload));
        }
    }
}
