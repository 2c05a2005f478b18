package dev.usher.entitlements.smf;

import dev.usher.entitlements.core.port.SeatEvents;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;

/**
 * Client events of the message bus (PubSub+ docs, Subscribing to Message Bus Events): {@code
 * #LOG/<level>/CLIENT/<router>/<event>/<vpn>/<client name>}. The Message VPN must publish them (SEMP v2,
 * MsgVpn.eventPublishClientEnabled); where it does not, the sweep alone finds new clients.
 */
public final class ClientNews implements SeatEvents {
    private static final String CONNECT = "CLIENT_CLIENT_CONNECT";
    /** What an MQTT client's may be called: a public program listens for its counterpart, and no documentation says. */
    private static final String CONNECT_MQTT = "CLIENT_CLIENT_CONNECT_MQTT";

    private static final int LEVELS_BEFORE_NAME = 6;

    private final Vertx vertx;
    private final ManagerSession session;

    public ClientNews(Vertx vertx, ManagerSession session) {
        this.vertx = vertx;
        this.session = session;
    }

    static List<String> topics(String vpn) {
        return Stream.of(CONNECT, CONNECT_MQTT)
                .map(event -> "#LOG/INFO/CLIENT/*/" + event + "/" + vpn + "/>")
                .toList();
    }

    @Override
    public Future<Void> start(Listener listener) {
        Context context = vertx.getOrCreateContext();
        session.onNews(
                topic -> context.runOnContext(there -> tell(listener, topic)),
                () -> context.runOnContext(there -> listener.mayHaveMissedSome()));
        session.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        return session.close();
    }

    private static void tell(Listener listener, String topic) {
        // The client name is the rest of the topic and may contain slashes itself.
        String[] levels = topic.split("/", LEVELS_BEFORE_NAME + 1);
        if (levels.length <= LEVELS_BEFORE_NAME) {
            return;
        }
        listener.connected(levels[LEVELS_BEFORE_NAME]);
    }
}
