package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.GuaranteedFault;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmfReconnectIT {

    private EmbeddedBroker broker;
    private JcsmpClient client;

    @BeforeEach
    void start() throws JCSMPException {
        broker = EmbeddedBroker.builder().user("alice", "a").start();
        client = JcsmpClient.connect(broker, "alice", "a", "steady", p -> {
            JCSMPChannelProperties channel =
                    (JCSMPChannelProperties) p.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
            channel.setReconnectRetries(100);
            channel.setReconnectRetryWaitInMillis(50);
            p.setProperty(JCSMPProperties.REAPPLY_SUBSCRIPTIONS, true);
            p.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, 50);
        });
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    private void cutAndWaitForReturn() {
        int before = broker.clients().get(0).clientId();
        assertThat(broker.faults().cut("steady")).isTrue();
        await().until(() -> broker.clients().stream().mapToInt(Client::clientId).anyMatch(id -> id > before));
    }

    @Test
    void aClientComesBackUnderItsNameAndAppliesItsSubscriptionsAgain() throws Exception {
        client.subscribe("t/>");
        cutAndWaitForReturn();
        await().until(() -> broker.subscriptionsOf("steady").contains("t/>"));
        client.publish("t/1", "back");
        assertThat(client.nextText()).isEqualTo("back");
    }

    @Test
    void guaranteedMessagesAreNeitherLostNorDoubledAcrossACut() throws Exception {
        client.subscribe("g");
        int count = 300;
        for (int i = 0; i < count; i++) {
            client.publish("g", "m" + i, DeliveryMode.PERSISTENT, false, null);
            if (i % 100 == 50) {
                cutAndWaitForReturn();
            }
        }
        for (int i = 0; i < count; i++) {
            assertThat(client.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
        }
        assertThat(broker.received("g")).hasSize(count);
    }

    @Test
    void aRefusalLostInACutIsNoSuccess() throws Exception {
        broker.configuration().aclProfiles().update("default", p -> p.plus(Kind.PUBLISH, AclExemption.smf("no/>")));
        client.publish("g", "m0", DeliveryMode.PERSISTENT, false, null);
        assertThat(client.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m0");
        ArmedFault cut = broker.faults()
                .arm(GuaranteedFault.acceptAndCut().forTopic("no/>").times(1));
        client.publish("no/1", "m1", DeliveryMode.PERSISTENT, false, null);
        client.publish("g", "m2", DeliveryMode.PERSISTENT, false, null);
        assertThat(client.publishErrors().poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        JCSMPErrorResponseException.class,
                        e -> assertThat(e.getResponseCode()).isEqualTo(403));
        assertThat(client.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m2");
        assertThat(cut.hits()).isEqualTo(1);
        assertThat(broker.received(">")).hasSize(2);
    }
}
