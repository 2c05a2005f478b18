package dev.usher.dev;

import dev.usher.broker.EmbeddedBroker;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code usher broker} prints: where it listens, who is let in, and what to try.
 *
 * @param usernames who is let in, with remarks
 * @param tls whether the TLS doors are open
 * @param trust the folder that holds what clients have to trust
 */
record BrokerWelcome(EmbeddedBroker broker, Account admin, List<String> usernames, boolean tls, Optional<Path> trust) {
    private static final String ROW = "  %-26s%s%n";
    static final Account EVERYBODY_KNOWS = new Account("admin", "admin");

    /** All at once: who waits for the first line finds the others. */
    void print(PrintWriter out, long millis) {
        out.print(text(millis));
        out.flush();
    }

    private String text(long millis) {
        StringBuilder text = new StringBuilder(
                "usher broker is ready after %d.%d s: a stand-in for PubSub+, in memory, not for production.%n%n"
                        .formatted(millis / 1000, millis % 1000 / 100));
        for (Door door : Door.values()) {
            if (tls || !door.needsTls()) {
                text.append(ROW.formatted(door.title(), door.address(broker)));
            }
        }
        trust.ifPresent(folder -> text.append(ROW.formatted(
                "to be trusted by clients", TlsOptions.pem(folder) + "  " + TlsOptions.trustStore(folder))));
        return text.append(ROW.formatted("Message VPN", broker.vpn()))
                .append(ROW.formatted("client usernames", usernames.isEmpty() ? "none" : String.join(", ", usernames)))
                .append("%nTry it, in another terminal:%n  curl -s -u %s %s/SEMP/v2/monitor/about/api%n%n"
                        .formatted(curlUser(), broker.sempUri()))
                .toString();
    }

    /** With the password only where everybody knows it; curl asks for another. */
    private String curlUser() {
        return admin.equals(EVERYBODY_KNOWS) ? "admin:admin" : admin.name();
    }
}
