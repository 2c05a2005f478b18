package dev.usher.semp;

import static dev.usher.semp.ScriptedSemp.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.semp.SempBehaviour;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole life of the objects we use, against a broker. */
class EmbeddedBrokerIT {
    private static final AclProfile FENCE = new AclProfile(
            "usher_managed", AclAction.ALLOW, AclAction.DISALLOW, AclAction.DISALLOW, AclAction.DISALLOW);

    private Vertx vertx;
    private EmbeddedBroker broker;
    private SempVpn vpn;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        broker = EmbeddedBroker.builder().user("alice", "alice-password").start();
        vpn = client("admin").in(SempLane.GRANT).vpn("default");
    }

    @AfterEach
    void stop() {
        broker.close();
        await(vertx.close());
    }

    @Test
    void anAclProfileFromItsCreationToItsEnd() {
        VpnConfig config = vpn.config();
        await(config.createAclProfile(FENCE));
        assertRefused(config.createAclProfile(FENCE), SempErrorKind.ALREADY_EXISTS);
        assertThat(await(config.aclProfile("usher_managed"))).isEqualTo(FENCE);

        AclProfile closed = new AclProfile(
                "usher_managed", AclAction.DISALLOW, AclAction.DISALLOW, AclAction.DISALLOW, AclAction.DISALLOW);
        await(config.putAclProfile(closed));
        assertThat(await(config.aclProfiles(Where.like("aclProfileName", "usher_*"))))
                .containsExactly(closed);

        await(config.deleteAclProfile("usher_managed"));
        assertRefused(config.aclProfile("usher_managed"), SempErrorKind.NOT_FOUND);
        assertRefused(config.deleteAclProfile("usher_managed"), SempErrorKind.NOT_FOUND);
    }

    @Test
    void exceptionsOfAllListsOverManyPages() {
        VpnConfig config = vpn.config();
        await(config.putAclProfile(FENCE));
        List<AclExceptionEntry> entries = new ArrayList<>(IntStream.range(0, 205)
                .mapToObj(i -> AclExceptionEntry.smf("US/NASDAQ/" + i + "/>"))
                .toList());
        entries.add(AclExceptionEntry.smf("a,b/c d/é"));
        entries.add(AclExceptionEntry.mqtt("US/+/#"));
        for (AclExceptionList list : AclExceptionList.values()) {
            for (AclExceptionEntry entry : entries) {
                await(config.addAclException(list, FENCE.name(), entry));
            }
            broker.sempBehaviour().paging(SempBehaviour.Paging.RAGGED);
            assertThat(await(config.aclExceptions(list, FENCE.name()))).containsExactlyInAnyOrderElementsOf(entries);
            broker.sempBehaviour().paging(SempBehaviour.Paging.FULL);
            for (AclExceptionEntry entry : entries) {
                await(config.removeAclException(list, FENCE.name(), entry));
            }
            assertThat(await(config.aclExceptions(list, FENCE.name()))).isEmpty();
            assertRefused(config.removeAclException(list, FENCE.name(), entries.get(0)), SempErrorKind.NOT_FOUND);
        }
    }

    @Test
    void connectExceptions() {
        VpnConfig config = vpn.config();
        await(config.putAclProfile(FENCE));
        await(config.addConnectException(FENCE.name(), "10.0.0.0/8"));
        assertThat(await(config.connectExceptions(FENCE.name()))).containsExactly("10.0.0.0/8");
        await(config.removeConnectException(FENCE.name(), "10.0.0.0/8"));
        assertThat(await(config.connectExceptions(FENCE.name()))).isEmpty();
    }

    @Test
    void aTierAndAUsernameThatUsesIt() {
        VpnConfig config = vpn.config();
        ClientProfile tier = new ClientProfile("tier", true, Duration.ofMillis(500), 1000, 5000);
        await(config.createClientProfile(tier));
        ClientProfile slower = new ClientProfile("tier", true, Duration.ofMillis(900), 1000, 5000);
        await(config.updateClientProfile(slower));
        assertThat(await(config.clientProfile("tier"))).isEqualTo(slower);
        assertThat(await(config.clientProfiles(Where.everything()))).contains(slower);

        await(config.putAclProfile(FENCE));
        ClientUsername bob = new ClientUsername("bob,the #1/x", true, FENCE.name(), "tier", false);
        await(config.createClientUsername(bob, Optional.of(SempSecret.of("bob-password"))));
        assertThat(await(config.clientUsernames(Where.is(ClientUsername.NAME, bob.name()))))
                .containsExactly(bob);
        assertRefused(config.deleteAclProfile(FENCE.name()), SempErrorKind.NOT_ALLOWED);

        await(config.updateClientUsername(
                bob.name(), ClientUsernameChange.change().withEnabled(false).withSubscriptionManager(true)));
        assertThat(await(config.clientUsername(bob.name())))
                .isEqualTo(new ClientUsername(bob.name(), false, FENCE.name(), "tier", true));
        await(config.deleteClientUsername(bob.name()));
        await(config.deleteClientProfile("tier"));
        assertRefused(config.clientUsername(bob.name()), SempErrorKind.NOT_FOUND);
    }

    @Test
    void aConnectedClientIsSeenAndDisconnected() throws Exception {
        JCSMPSession session = connect("desk 7/alice,#1");
        session.addSubscription(JCSMPFactory.onlyInstance().createTopic("US/NASDAQ/>"), true);
        VpnMonitor monitor = vpn.monitor();

        Client alice = await(monitor.client("desk 7/alice,#1"));
        assertThat(alice.username()).isEqualTo("alice");
        assertThat(alice.aclProfile()).isEqualTo("default");
        assertThat(await(monitor.clients(Where.is(Client.USERNAME, "alice"))))
                .extracting(Client::name)
                .containsExactly(alice.name());
        assertThat(await(monitor.clients(Where.is(Client.USERNAME, "nobody")))).isEmpty();
        assertThat(await(monitor.subscriptions(alice.name())))
                .extracting(ClientSubscription::topic)
                .contains("US/NASDAQ/>");
        assertThat(await(monitor.connections(alice.name())))
                .extracting(ClientConnection::address)
                .containsExactly(alice.address());

        await(vpn.in(SempLane.REVOKE).action().disconnect(alice.name()));
        await().until(() -> broker.clients().isEmpty());
        assertRefused(monitor.client(alice.name()), SempErrorKind.NOT_FOUND);
        assertRefused(vpn.action().disconnect(alice.name()), SempErrorKind.NOT_FOUND);
        session.closeSession();
    }

    @Test
    void anMqttSessionAndItsSubscriptions() {
        VpnConfig config = vpn.config();
        VpnMonitor monitor = vpn.monitor();
        MqttSessionId id = new MqttSessionId("desk,7 #1/x", VirtualRouter.PRIMARY);
        MqttSessionConfig session = new MqttSessionConfig(id, "alice", true);
        await(config.createMqttSession(session));
        assertRefused(config.createMqttSession(session), SempErrorKind.ALREADY_EXISTS);
        assertThat(await(config.mqttSession(id))).isEqualTo(session);
        assertThat(await(config.mqttSessions(Where.is(MqttSession.OWNER, "alice"))))
                .containsExactly(session);

        MqttSessionSubscription filter = new MqttSessionSubscription("x,y/+/#", 0);
        await(config.putMqttSubscription(id, filter));
        await(config.putMqttSubscription(id, filter));
        MqttSessionSubscription stored = new MqttSessionSubscription("x,y/+/#", 1);
        await(config.putMqttSubscription(id, stored));
        assertThat(await(config.mqttSubscriptions(id))).containsExactly(stored);
        assertThat(await(monitor.mqttSubscriptions(id))).containsExactly(stored);

        MqttSession live = await(monitor.mqttSessions(
                        Where.is(MqttSession.OWNER, "alice").andIs(MqttSession.DURABLE, true)))
                .get(0);
        assertThat(live.id()).isEqualTo(id);
        assertThat(live.clientName()).isEmpty();
        assertThat(await(monitor.mqttSession(id))).isEqualTo(live);
        assertThat(await(monitor.mqttSessions(Where.is(MqttSession.OWNER, "bob"))))
                .isEmpty();

        await(config.deleteMqttSubscription(id, stored.topic()));
        assertRefused(config.deleteMqttSubscription(id, stored.topic()), SempErrorKind.NOT_FOUND);
        assertRefused(config.deleteMqttSession(id), SempErrorKind.NOT_ALLOWED);
        await(config.enableMqttSession(id, false));
        assertThat(await(config.mqttSession(id)).enabled()).isFalse();
        await(config.deleteMqttSession(id));
        assertRefused(config.mqttSession(id), SempErrorKind.NOT_FOUND);
    }

    @Test
    void theQueueOfAnMqttSession() throws Exception {
        broker.mqttSessions().create("dev", s -> s.withOwner("alice").withEnabled(true));
        MqttSessionId id = new MqttSessionId("dev", VirtualRouter.PRIMARY);
        await(vpn.config().putMqttSubscription(id, new MqttSessionSubscription("kept", 1)));
        String queue = await(vpn.monitor().mqttSession(id)).queueName().orElseThrow();
        assertThat(await(vpn.monitor().mqttQueue(queue)).isEmpty()).isTrue();
        assertThat(await(vpn.monitor().queuedMessages(queue))).isZero();

        JCSMPSession publisher = connect("publisher");
        publish(publisher, "kept");
        await().until(() -> await(vpn.monitor().queuedMessages(queue)) == 1);
        assertThat(await(vpn.monitor().mqttQueue(queue)).isEmpty()).isFalse();
        assertThat(await(vpn.monitor().subscriptionCount("publisher"))).isPositive();
        assertRefused(vpn.monitor().mqttQueue("none"), SempErrorKind.NOT_FOUND);
        publisher.closeSession();
    }

    @Test
    void theMessageVpn() {
        assertThat(await(vpn.config().msgVpn())).isEqualTo(new MsgVpn("default", true, true, 1_000, 500_000));
        assertThat(await(vpn.monitor().msgVpn())).isEqualTo(new MsgVpnStatus("default", MsgVpnStatus.State.UP));
        assertThat(await(vpn.monitor().mqttSessions(Where.everything()))).isEmpty();
        assertRefused(
                vpn.monitor().mqttSession(new MqttSessionId("x", VirtualRouter.PRIMARY)), SempErrorKind.NOT_FOUND);
    }

    @Test
    void manyRequestsNeedOneManagementSession() {
        broker.sempBehaviour().sessionSlots(1);
        SempVpn alone = client("admin").in(SempLane.GRANT).vpn("default");
        for (int i = 0; i < 20; i++) {
            await(alone.monitor().msgVpn());
        }
    }

    @Test
    void aWrongPasswordIsUnauthorized() {
        SempException refusal =
                assertRefused(client("wrong").vpn("default").config().msgVpn(), SempErrorKind.UNAUTHORIZED);
        assertThat(refusal.httpStatus()).isEqualTo(401);
    }

    private SempClient client(String password) {
        SempBudget budget = SempBudget.create(vertx, BudgetLimits.perSecond(1000));
        return SempClient.create(
                vertx,
                SempClientConfig.of(broker.sempUri(), SempCredentials.basic("admin", password), budget)
                        .withRetry(SempRetry.never()));
    }

    private JCSMPSession connect(String clientName) throws JCSMPException {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, broker.smfHost());
        properties.setProperty(JCSMPProperties.VPN_NAME, broker.vpn());
        properties.setProperty(JCSMPProperties.USERNAME, "alice");
        properties.setProperty(JCSMPProperties.PASSWORD, "alice-password");
        properties.setProperty(JCSMPProperties.CLIENT_NAME, clientName);
        JCSMPChannelProperties channel = new JCSMPChannelProperties();
        channel.setReconnectRetries(0);
        properties.setProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES, channel);
        JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
        session.connect();
        return session;
    }

    private static void publish(JCSMPSession session, String topic) throws JCSMPException {
        XMLMessageProducer producer = session.getMessageProducer(new JCSMPStreamingPublishCorrelatingEventHandler() {
            @Override
            public void responseReceivedEx(Object key) {
                // The broker is asked what it holds.
            }

            @Override
            public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
                throw new AssertionError(cause);
            }
        });
        BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
        message.setData(new byte[] {1});
        message.setDeliveryMode(DeliveryMode.PERSISTENT);
        producer.send(message, JCSMPFactory.onlyInstance().createTopic(topic));
    }

    private static SempException assertRefused(Future<?> call, SempErrorKind kind) {
        SempException refusal = catchThrowableOfType(SempException.class, () -> await(call));
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(kind);
        return refusal;
    }
}
