package dev.usher.broker.smf;

import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.BASIC_AUTHENTICATION_IS_SHUTDOWN;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_ACL_DENIED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_CERTIFICATE_AUTHENTICATION_IS_SHUTDOWN;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_CERTIFICATE_DATE_INVALID;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_NAME_ALREADY_IN_USE;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_NAME_INVALID;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_USERNAME_IS_SHUTDOWN;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.DYNAMIC_CLIENTS_NOT_ALLOWED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.INVALID_VIRTUAL_ADDRESS;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.MSG_VPN_NOT_ALLOWED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.MSG_VPN_UNAVAILABLE;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.OUT_OF_RESOURCES;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.PERMISSION_NOT_ALLOWED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.REPLICATION_IS_STANDBY;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SERVICE_UNAVAILABLE;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ATTRIBUTES_CONFLICT;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_INVALID;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_TOO_MANY;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.TOO_MANY_CLIENTS;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.UNAUTHORIZED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.UNKNOWN;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.UNTRUSTED_CLIENT_CERTIFICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.solacesystems.jcsmp.AccessDeniedException;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.LoginRefusal;
import dev.usher.broker.core.OboFault;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.switches.BrokerSwitches;
import java.net.Socket;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What JCSMP makes of each refusal: which cause or fault leads to which subcode. */
class SmfErrorsIT {

    private static final Map<LoginRefusal, Integer> SUBCODES = new EnumMap<>(Map.ofEntries(
            Map.entry(LoginRefusal.UNAUTHORIZED, UNAUTHORIZED),
            Map.entry(LoginRefusal.ACL_DENIED, CLIENT_ACL_DENIED),
            Map.entry(LoginRefusal.NOT_SESSION_OWNER, CLIENT_ACL_DENIED),
            Map.entry(LoginRefusal.USERNAME_SHUTDOWN, CLIENT_USERNAME_IS_SHUTDOWN),
            Map.entry(LoginRefusal.VPN_NOT_ALLOWED, MSG_VPN_NOT_ALLOWED),
            Map.entry(LoginRefusal.VPN_UNAVAILABLE, MSG_VPN_UNAVAILABLE),
            Map.entry(LoginRefusal.NAME_IN_USE, CLIENT_NAME_ALREADY_IN_USE),
            Map.entry(LoginRefusal.NAME_INVALID, CLIENT_NAME_INVALID),
            Map.entry(LoginRefusal.SESSION_SHUTDOWN, SERVICE_UNAVAILABLE),
            Map.entry(LoginRefusal.SERVICE_UNAVAILABLE, SERVICE_UNAVAILABLE),
            Map.entry(LoginRefusal.TOO_MANY_CLIENTS, TOO_MANY_CLIENTS),
            Map.entry(LoginRefusal.BASIC_AUTHENTICATION_SHUTDOWN, BASIC_AUTHENTICATION_IS_SHUTDOWN),
            Map.entry(LoginRefusal.CERTIFICATE_AUTHENTICATION_SHUTDOWN, CLIENT_CERTIFICATE_AUTHENTICATION_IS_SHUTDOWN),
            // JCSMP has no subcode of its own for it.
            Map.entry(LoginRefusal.OAUTH_AUTHENTICATION_SHUTDOWN, UNKNOWN),
            Map.entry(LoginRefusal.CERTIFICATE_UNTRUSTED, UNTRUSTED_CLIENT_CERTIFICATE),
            Map.entry(LoginRefusal.CERTIFICATE_DATE_INVALID, CLIENT_CERTIFICATE_DATE_INVALID),
            Map.entry(LoginRefusal.DYNAMIC_CLIENTS_NOT_ALLOWED, DYNAMIC_CLIENTS_NOT_ALLOWED),
            Map.entry(LoginRefusal.INVALID_VIRTUAL_ROUTER, INVALID_VIRTUAL_ADDRESS),
            Map.entry(LoginRefusal.REPLICATION_STANDBY, REPLICATION_IS_STANDBY)));

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.builder()
                .clientProfile(ClientProfile.created("two").withMaxSubscriptionCount(2))
                .user("alice", "a")
                .user(u -> u.name("few").password("f").clientProfile("two"))
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private int refusal(String clientName, Consumer<JCSMPProperties> change) {
        Throwable refused = catchThrowable(() ->
                JcsmpClient.connect(broker, "alice", "a", clientName, change).close());
        assertThat(refused).isInstanceOf(JCSMPErrorResponseException.class);
        return ((JCSMPErrorResponseException) refused).getSubcodeEx();
    }

    private int refusal(String clientName) {
        return refusal(clientName, p -> {});
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalOfALoginHasItsSubcode(LoginRefusal refusal) throws JCSMPException {
        broker.faults().refuseLogins(refusal);
        assertThat(refusal("name")).isEqualTo(SUBCODES.get(refusal));
        assertThat(broker.clients()).isEmpty();
        broker.faults().acceptLogins();
        JcsmpClient.connect(broker, "alice", "a", "name").close();
    }

    @Test
    void aLoginIsRefusedForWhatTheVpnIs() throws JCSMPException {
        assertThat(refusal("name", p -> p.setProperty(JCSMPProperties.VPN_NAME, "another")))
                .isEqualTo(MSG_VPN_NOT_ALLOWED);
        broker.configuration().updateSettings(s -> s.withMaxConnectionCount(1));
        try (JcsmpClient only = JcsmpClient.connect(broker, "alice", "a", "only")) {
            assertThat(refusal("second")).isEqualTo(TOO_MANY_CLIENTS);
            assertThat(only.down()).isEmpty();
        }
        broker.configuration().updateSettings(s -> s.withEnabled(false));
        assertThat(refusal("name")).isEqualTo(MSG_VPN_UNAVAILABLE);
    }

    @Test
    void clientNamesHaveUpTo160BytesAndNothingThatIsAWildcard() throws JCSMPException {
        String longest = "n".repeat(158) + "é";
        try (JcsmpClient named = JcsmpClient.connect(broker, "alice", "a", longest)) {
            assertThat(broker.clients()).extracting(c -> c.name()).containsExactly(longest);
            assertThat(named.session().getProperty(JCSMPProperties.CLIENT_NAME)).isEqualTo(longest);
        }
        for (String bad : new String[] {"#reserved", "a*", "a?b", "a\u0001b"}) {
            assertThat(refusal(bad)).as(bad).isEqualTo(CLIENT_NAME_INVALID);
        }
        try (JcsmpClient named = JcsmpClient.connect(broker, "alice", "a", "host/17/process")) {
            assertThat(broker.clients()).extracting(c -> c.name()).contains("host/17/process");
            assertThat(named.down()).isEmpty();
        }
    }

    @Test
    void aNameTakenOrImpossibleIsRefusedWhenRenaming() throws Exception {
        try (JcsmpClient one = JcsmpClient.connect(broker, "alice", "a", "one");
                JcsmpClient two = JcsmpClient.connect(broker, "alice", "a", "two")) {
            Throwable taken = catchThrowable(() -> one.session().setProperty(JCSMPProperties.CLIENT_NAME, "two"));
            assertThat(taken).isInstanceOf(JCSMPErrorResponseException.class);
            assertThat(((JCSMPErrorResponseException) taken).getSubcodeEx()).isEqualTo(CLIENT_NAME_ALREADY_IN_USE);
            assertThat(catchThrowable(() -> one.session().setProperty(JCSMPProperties.CLIENT_NAME, "#x")))
                    .isInstanceOf(JCSMPErrorResponseException.class);
            assertThat(broker.clients()).extracting(c -> c.name()).containsExactlyInAnyOrder("one", "two");
            two.publish(
                    one.session().getProperty(JCSMPProperties.P2PINBOX_IN_USE).toString(), "the inbox is still there");
            assertThat(one.nextText()).isEqualTo("the inbox is still there");
        }
    }

    private static int oboRefusal(JcsmpClient manager, String target, String topic) {
        Throwable refused = catchThrowable(() -> manager.onBehalfOf(true, target, topic));
        if (refused instanceof AccessDeniedException denied) {
            return ((JCSMPErrorResponseException) denied.getCause()).getSubcodeEx();
        }
        assertThat(refused).as(topic).isInstanceOf(JCSMPErrorResponseException.class);
        return ((JCSMPErrorResponseException) refused).getSubcodeEx();
    }

    @Test
    void onBehalfOfRefusesWhatTheTargetCannotHave() throws JCSMPException {
        try (JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "manager");
                JcsmpClient few = JcsmpClient.connect(broker, "few", "f", "few")) {
            // The inbox counts as well.
            manager.onBehalfOf(true, "few", "a");
            assertThat(oboRefusal(manager, "few", "b")).isEqualTo(SUBSCRIPTION_TOO_MANY);
            assertThat(broker.subscriptionsOf("few")).containsExactly("a");
            assertThat(few.down()).isEmpty();
        }
    }

    /** JCSMP itself refuses whatever an SMF client could not have. */
    @Test
    void onBehalfOfRefusesAFilterThatAnMqttTargetCannotHave() throws Exception {
        broker.close();
        broker = EmbeddedBroker.builder()
                .switches(BrokerSwitches.defaults().greaterThanForMqtt(BrokerSwitches.GreaterThanForMqtt.REFUSED))
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
        try (JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "manager");
                Socket tab = new Socket("127.0.0.1", broker.mqttUri().getPort())) {
            tab.getOutputStream().write(HexFormat.of().parseHex("100f" + "00044d5154540402003c" + "0003746162"));
            assertThat(tab.getInputStream().read()).as("CONNACK").isEqualTo(0x20);
            String target = broker.clients().get(1).name();
            assertThat(oboRefusal(manager, target, "a/>")).isEqualTo(SUBSCRIPTION_INVALID);
            assertThat(broker.subscriptionsOf(target)).isEmpty();
        }
    }

    @Test
    void onBehalfOfFailsAsAFaultSays() throws JCSMPException {
        try (JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "manager");
                JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            Map<OboOutcome, Integer> subcodes = Map.of(
                    OboOutcome.OUT_OF_RESOURCES, OUT_OF_RESOURCES,
                    OboOutcome.PERMISSION_NOT_ALLOWED, PERMISSION_NOT_ALLOWED,
                    OboOutcome.CONFLICT, SUBSCRIPTION_ATTRIBUTES_CONFLICT);
            subcodes.forEach((outcome, subcode) -> {
                broker.faults().obo(OboFault.answer(outcome).times(1));
                assertThat(oboRefusal(manager, "alice", "t")).isEqualTo(subcode);
            });
            assertThat(broker.subscriptionsOf("alice")).isEmpty();
            assertThat(alice.down()).isEmpty();
        }
    }
}
