package dev.usher.broker.core;

import javax.net.ssl.SSLSession;

/**
 * Events of clients that come, go and are renamed (PubSub+ docs, "Subscribing to Message-Bus Events"):
 * {@code #LOG/INFO/CLIENT/<router>/<event>/<vpn>/<client name>}, with the text
 * {@code CLIENT: <event>: <vpn> <client name> …}.
 */
final class ClientEvents {

    private final BrokerCore core;
    private final MessageBusEvents bus;

    ClientEvents(BrokerCore core, MessageBusEvents bus) {
        this.core = core;
        this.bus = bus;
    }

    void connected(Client client) {
        LoginRequest login = client.login();
        publish(
                named("CLIENT_CLIENT_CONNECT", client),
                client.name(),
                "%s connected to %s from %s version(%s) platform(%s) SslVersion(%s) SslCipher(%s) authScheme (Basic) clientProfile (%s) ACLProfile (%s)"
                        .formatted(
                                who(client),
                                core.router(),
                                client.address(),
                                login.software(),
                                login.platform(),
                                client.tls().map(SSLSession::getProtocol).orElse(""),
                                client.tls().map(SSLSession::getCipherSuite).orElse(""),
                                client.clientProfile(),
                                client.aclProfile()));
    }

    void disconnected(Client client, String reason) {
        publish(
                named("CLIENT_CLIENT_DISCONNECT", client),
                client.name(),
                "%s reason(%s) final statistics - dp(%d, %d)"
                        .formatted(who(client), reason, client.received().accepted(), client.delivered()));
    }

    void renamed(Client client, String oldName) {
        publish(
                "CLIENT_CLIENT_NAME_CHANGE",
                client.name(),
                "%s changed name from %s to %s".formatted(who(client), oldName, client.name()));
    }

    private String named(String event, Client client) {
        boolean ofItsOwn = client.protocol() == Protocol.MQTT && core.switches().mqttEventNames();
        return ofItsOwn ? event + "_MQTT" : event;
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
        Faults faults = core.faults();
        if (core.vpn().settings().clientEvents()
                && !faults.clientEventsDropped()
                && !faults.losesEvent(event, clientName)) {
            String vpn = core.vpn().name();
            bus.publish(
                    "/INFO/CLIENT/%s/%s/%s/%s".formatted(core.router(), event, vpn, clientName),
                    "CLIENT: %s: %s %s %s".formatted(event, vpn, clientName, text));
        }
    }
}
