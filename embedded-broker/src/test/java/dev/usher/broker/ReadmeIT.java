package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.DeliveryFault;
import dev.usher.broker.core.EventFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.LoginRefusal;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.OboFault;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.core.SempFault;
import dev.usher.broker.core.SlowFault;
import dev.usher.broker.core.TokenVerifier;
import dev.usher.broker.junit.TestBroker;
import dev.usher.broker.net.CertificateAuthority;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.BrokerSwitches.SameName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code blocks, verbatim; {@link ReadmeTest} compares them. */
class ReadmeIT {
    @TestBroker
    static final EmbeddedBroker broker =
            EmbeddedBroker.builder().user("alice", "secret").start();

    @Test
    void alertsWhenThePriceJumps() throws Exception {
        try (PriceAlerts alerts = PriceAlerts.connect(broker.jcsmpProperties("alice", "secret"))) {
            broker.awaitSubscription("alice", "US/>");
            broker.publish("US/NASDAQ/AAPL", "201.5");
            assertThat(broker.awaitReceived("ALERTS/>", 1))
                    .extracting(Message::topic)
                    .containsExactly("ALERTS/AAPL");
        }
    }

    @Test
    void isConfiguredByItsBuilder() {
        EmbeddedBroker broker = EmbeddedBroker.builder()
                .aclProfile(AclProfile.created("fence").withConnect(Action.ALLOW))
                .user("feed", "feed-password")
                .user(u -> u.name("alice").password("secret").aclProfile("fence"))
                .user(u -> u.name("manager").password("manager-password").subscriptionManager(true))
                .defaultUsername(false)
                .tls(Tls.selfSigned())
                .start();
        try (broker) {
            assertThat(broker.configuration().clientUsernames().get("alice").aclProfile())
                    .isEqualTo("fence");
            assertThat(broker.smfTlsHost()).startsWith("tcps://127.0.0.1:");
        }
    }

    @Test
    void canBeLookedInto() throws Exception {
        try (PriceAlerts alerts = PriceAlerts.connect(broker.jcsmpProperties("alice", "secret"))) {
            broker.awaitClient("alice"); // by username, client name or MQTT client id
            broker.awaitNoSubscription("alice", "US/NYSE/>"); // revoked, in SMF or MQTT syntax
            broker.received(); // what clients published and the broker accepted
            broker.refusals(); // logins, subscriptions and publishing that were refused
            broker.clients(); // who is connected, with counters
            broker.subscriptionsOf("alice-1"); // as SEMP monitor spells them
            broker.mqttSessions().all(); // those of clients that are away included
            broker.configuration().clientUsernames(); // the configured objects, changed as through SEMP
            broker.reset(); // as it was started, on the same ports

            assertThat(broker.clients()).isEmpty();
        }
    }

    @Test
    void isTrustedByClientsThatAreToldTo(@TempDir Path folder) {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().tls(Tls.selfSigned()).start()) {
            JCSMPProperties properties = new JCSMPProperties();
            MqttConnectOptions options = new MqttConnectOptions();

            Path store = broker.tls().writeTrustStore(folder.resolve("trust.p12"));
            properties.setProperty(JCSMPProperties.HOST, broker.smfTlsHost()); // tcps://127.0.0.1:<port>
            properties.setProperty(JCSMPProperties.SSL_TRUST_STORE, store.toString());
            properties.setProperty(JCSMPProperties.SSL_TRUST_STORE_FORMAT, "PKCS12");
            properties.setProperty(JCSMPProperties.SSL_TRUST_STORE_PASSWORD, Tls.TRUST_STORE_PASSWORD);

            options.setSocketFactory(broker.tls().clientContext().getSocketFactory()); // Paho
            broker.tls().writeTrustedPem(folder.resolve("ca.pem")); // NODE_EXTRA_CA_CERTS=ca.pem node

            // SmfTlsIT and MqttTlsIT connect with what these hold.
            assertThat(store).isNotEmptyFile();
            assertThat(folder.resolve("ca.pem")).content().contains("BEGIN CERTIFICATE");
        }
    }

    @Test
    void takesCertificatesAndTokens(@TempDir Path folder) throws Exception {
        CertificateAuthority clients = new CertificateAuthority("clients");
        EmbeddedBroker.builder()
                .tls(Tls.selfSigned())
                .user("alice", "")
                .clientCertificates(clients.certificate()) // the common name is the username
                .oauth((token, issuer) -> token.equals("a-token") // whom a token is for, and how long
                        ? Optional.of(
                                new TokenVerifier.Holder("alice", Instant.now().plusSeconds(60)))
                        : Optional.empty())
                .basicAuthentication(false); // and no passwords
        clients.issueClient("alice").writeKeyStore(folder.resolve("alice.p12"), "changeit");

        // SmfAuthenticationIT logs in with both.
        assertThat(folder.resolve("alice.p12")).isNotEmptyFile();
    }

    @Test
    void hasSwitches() {
        EmbeddedBroker.builder().switches(BrokerSwitches.pessimistic());
        EmbeddedBroker.builder().switches(BrokerSwitches.defaults().with(s -> s.sameName(SameName.REFUSE)));
    }

    @Test
    void hasFaults() {
        String name = "alice-1";
        String clientName = name;
        ArmedFault busy = broker.faults().semp(SempFault.refuse(503, 2, "busy").times(1));
        broker.faults().obo(OboFault.answer(OboOutcome.OUT_OF_RESOURCES).forTarget(name));
        broker.faults().arm(GuaranteedFault.withholdAcks());
        broker.faults().arm(DeliveryFault.delay(Duration.ofMillis(200)));
        broker.faults().arm(EventFault.lose());
        broker.faults().arm(SlowFault.stopReading());
        broker.faults().freeze();
        broker.faults().cut(clientName);
        broker.faults().refuseLogins(LoginRefusal.SERVICE_UNAVAILABLE);
        busy.hits();
        broker.faults().clear();

        assertThat(broker.faults().armed()).isEmpty();
    }
}
