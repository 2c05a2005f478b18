package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to reach a Message VPN over SMF and log in to it.
 *
 * @param hosts one to four URIs, {@code tcp}, {@code tcps}, {@code ws} or {@code wss}, tried in this order; all with TLS or none
 * @param vpn the Message VPN
 * @param username the client username; with a certificate or a token the broker takes it from there, and it must be this one
 * @param authentication how it is proven
 * @param clientName a fixed client name; without one JCSMP invents one for each session
 */
public record SolaceConnection(
        List<String> hosts,
        String vpn,
        String username,
        SolaceAuthentication authentication,
        Optional<String> clientName,
        SolaceTls tls,
        SolaceReconnect reconnect) {

    private static final int MAX_HOSTS = 4;
    private static final Pattern HOST =
            Pattern.compile("(tcps?|wss?)://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?/?");
    private static final Set<String> ENCRYPTED = Set.of("tcps", "wss");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public SolaceConnection {
        hosts = List.copyOf(hosts);
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(clientName, "clientName");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(reconnect, "reconnect");
        if (hosts.isEmpty() || hosts.size() > MAX_HOSTS) {
            throw new IllegalArgumentException("hosts must be one to four URIs such as tcps://broker:55443");
        }
        hosts.forEach(SolaceConnection::parse);
        if (hosts.stream().map(SolaceConnection::isEncrypted).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "hosts mix TLS and plain text, so that a failover would drop the encryption; use one of them");
        }
        if (!isEncrypted(hosts.get(0)) && authentication.needsTls()) {
            throw new IllegalArgumentException(
                    authentication.key() + " works over TLS only but the hosts are plain text; use tcps:// or wss://");
        }
        if (!isEncrypted(hosts.get(0)) && !tls.equals(SolaceTls.DEFAULT)) {
            throw new IllegalArgumentException("tls is set but the hosts are plain text; use tcps:// or wss://");
        }
        if (vpn.isBlank() || vpn.length() > 32) {
            throw new IllegalArgumentException("vpn must be a name of 1 to 32 characters");
        }
        if (username.isBlank() || username.length() > 189) {
            throw new IllegalArgumentException("username must be a name of 1 to 189 characters");
        }
        if (clientName.isPresent()
                && (clientName.get().isBlank() || clientName.get().length() > 160)) {
            throw new IllegalArgumentException("clientName must be a name of 1 to 160 characters");
        }
    }

    /** One host and a password, the rest as by default. */
    public SolaceConnection(String host, String vpn, String username, Secret password) {
        this(
                List.of(host),
                vpn,
                username,
                new SolaceAuthentication.Basic(password),
                Optional.empty(),
                SolaceTls.DEFAULT,
                SolaceReconnect.DEFAULT);
    }

    /**
     * Reads {@code hosts}, {@code vpn}, {@code username}, {@code password} or {@code clientCertificate} or {@code oauth},
     * {@code clientName}, {@code tls}, {@code reconnect}.
     */
    public static SolaceConnection from(ConfigReader node) {
        return node.check(() -> new SolaceConnection(
                node.parsedList("hosts", host -> {
                    parse(host);
                    return host;
                }),
                node.string("vpn"),
                node.string("username"),
                SolaceAuthentication.from(node),
                node.optionalString("clientName"),
                SolaceTls.from(node.node("tls")),
                SolaceReconnect.from(node.node("reconnect"))));
    }

    public SolaceConnection withReconnect(SolaceReconnect other) {
        return new SolaceConnection(hosts, vpn, username, authentication, clientName, tls, other);
    }

    public SolaceConnection withClientName(String name) {
        return new SolaceConnection(hosts, vpn, username, authentication, Optional.of(name), tls, reconnect);
    }

    /**
     * A fresh set of properties for one JCSMP session. Refused subscriptions stay errors, and after a reconnect nothing is
     * subscribed again behind the caller's back: both would hide what the broker really has. The token of OAuth is not in
     * them: it changes. Key and trust stores are read each time.
     *
     * @throws RuntimeException if a key or trust store cannot be read, saying why
     */
    public JCSMPProperties toProperties() {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, String.join(",", hosts));
        properties.setProperty(JCSMPProperties.VPN_NAME, vpn);
        authentication.applyTo(properties, username);
        clientName.ifPresent(name -> properties.setProperty(JCSMPProperties.CLIENT_NAME, name));
        properties.setProperty(JCSMPProperties.REAPPLY_SUBSCRIPTIONS, false);
        properties.setProperty(JCSMPProperties.IGNORE_DUPLICATE_SUBSCRIPTION_ERROR, false);
        properties.setProperty(JCSMPProperties.IGNORE_SUBSCRIPTION_NOT_FOUND_ERROR, false);
        tls.applyTo(properties);
        JCSMPChannelProperties channel =
                (JCSMPChannelProperties) properties.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
        channel.setReconnectRetries(reconnect.retries());
        channel.setConnectRetriesPerHost(reconnect.retriesPerHost());
        channel.setReconnectRetryWaitInMillis(Math.toIntExact(reconnect.pause().toMillis()));
        channel.setKeepAliveIntervalInMillis(
                Math.toIntExact(reconnect.keepAliveInterval().toMillis()));
        channel.setKeepAliveLimit(reconnect.keepAliveLimit());
        return properties;
    }

    /** What an operator should know about this configuration before trusting it, one sentence each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!tls.validateCertificate()) {
            warnings.add(
                    "the broker's certificate is NOT validated: anybody on the way can read and change everything");
        }
        hosts.stream()
                .filter(host ->
                        !isEncrypted(host) && !LOOPBACK.contains(parse(host).group(2)))
                .forEach(host -> warnings.add("password and messages travel unencrypted to " + host));
        return warnings;
    }

    private static boolean isEncrypted(String host) {
        return ENCRYPTED.contains(parse(host).group(1));
    }

    private static Matcher parse(String host) {
        Matcher matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a host is tcp://, tcps://, ws:// or wss://, a name or address, and a port if not the usual one");
        }
        return matcher;
    }
}
