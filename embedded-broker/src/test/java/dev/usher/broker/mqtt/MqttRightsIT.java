package dev.usher.broker.mqtt;

import static dev.usher.broker.mqtt.PahoClient.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.GuaranteedRights;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.MqttSwitches.PublishRefusal;
import dev.usher.broker.switches.MqttSwitches.Qos1Refusal;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client profile allows of guaranteed messaging. Each user has the rights of its name. */
class MqttRightsIT {
    private EmbeddedBroker broker;

    private void start(UnaryOperator<BrokerSwitches> switches) {
        broker = EmbeddedBroker.builder()
                .switches(BrokerSwitches.defaults().with(switches))
                .aclProfile(AclProfile.created("quiet")
                        .withConnect(Action.ALLOW)
                        .plus(AclProfile.Kind.PUBLISH, AclExemption.smf("open/>")))
                .clientProfile(ClientProfile.created("none"))
                .clientProfile(ClientProfile.created("receive").withGuaranteed(GuaranteedRights.NONE.withReceive(true)))
                .clientProfile(ClientProfile.created("all").withGuaranteed(GuaranteedRights.ALL))
                .user(u -> u.name("none").password("none-password").clientProfile("none"))
                .user(u -> u.name("receive").password("receive-password").clientProfile("receive"))
                .user(u -> u.name("all").password("all-password").clientProfile("all"))
                .user(u -> u.name("quiet").password("quiet-password").aclProfile("quiet"))
                .user("bob", "bob-password")
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private PahoClient connect(String user) throws Exception {
        return PahoClient.connect(broker.mqttUri(), user, user);
    }

    @Test
    void qos1NeedsTheRightsToReceiveAndToMakeAQueue() throws Exception {
        start(s -> s);
        try (PahoClient none = connect("none");
                PahoClient receive = connect("receive");
                PahoClient all = connect("all");
                PahoClient builtIn = connect("bob")) {
            assertThat(none.subscribe("a", 1)).isZero();
            assertThat(receive.subscribe("a", 1)).isZero();
            assertThat(all.subscribe("a", 1)).isEqualTo(1);
            assertThat(builtIn.subscribe("a", 2)).isEqualTo(1);
            builtIn.publish("a", "x", 1);
            assertThat(none.next().qos()).isZero();
            assertThat(all.next().qos()).isEqualTo(1);
        }
        assertThat(broker.mqttSessions().find("none").flatMap(s -> s.queueName()))
                .isEmpty();
    }

    @Test
    void theRightToMakeAQueueMayNotCount() throws Exception {
        start(s -> s.mqttQos1NeedsEndpointCreate(false));
        try (PahoClient none = connect("none");
                PahoClient receive = connect("receive")) {
            assertThat(none.subscribe("a", 1)).isZero();
            assertThat(receive.subscribe("a", 1)).isEqualTo(1);
        }
    }

    @Test
    void aQueueThatIsThereNeedsNotBeMade() throws Exception {
        start(s -> s);
        try (PahoClient first = PahoClient.durable(broker.mqttUri(), "c1", "receive")) {
            assertThat(first.subscribe("a", 1)).isZero();
            broker.mqttSessions().addSubscription("c1", Filter.mqtt("b"), 1);
            assertThat(first.subscribe("c", 1)).isEqualTo(1);
        }
    }

    @Test
    void aSubscriptionBeyondTheRightsMayBeRefused() throws Exception {
        start(s -> s.mqttQos1Refusal(Qos1Refusal.SUBACK_FAILURE));
        try (PahoClient none = connect("none")) {
            assertThat(none.subscribe("a", 1)).isEqualTo(0x80);
            assertThat(none.subscribe("a", 0)).isZero();
        }
    }

    @Test
    void aChangeOfTheProfileCountsFromTheNextConnection() throws Exception {
        start(s -> s);
        try (PahoClient none = connect("none")) {
            broker.configuration().clientProfiles().update("none", p -> p.withGuaranteed(GuaranteedRights.ALL));
            assertThat(none.subscribe("a", 1)).isZero();
        }
        await().until(() -> broker.clients().isEmpty());
        try (PahoClient none = connect("none")) {
            assertThat(none.subscribe("a", 1)).isEqualTo(1);
        }
    }

    @Test
    void whatMayNotBePublishedIsAcknowledgedAndReachesNobody() throws Exception {
        start(s -> s);
        try (PahoClient all = connect("all");
                PahoClient none = connect("none");
                PahoClient quiet = connect("quiet")) {
            all.subscribe("#", 0);
            none.publish("a", "QoS 1", 1).publish("a", "QoS 2", 2).publish("a", "QoS 0", 0);
            quiet.publish("closed/a", "no", 1).publish("open/a", "yes", 1);
            assertThat(all.nextText()).isEqualTo("QoS 0");
            assertThat(all.nextText()).isEqualTo("yes");
        }
    }

    @Test
    void whatMayNotBePublishedMayCloseTheConnection() throws Exception {
        start(s -> s.mqttPublishRefusal(PublishRefusal.CLOSE));
        try (PahoClient none = connect("none");
                PahoClient quiet = connect("quiet")) {
            none.publish("a", "fine", 0);
            none.paho().getTopic("a").publish("no".getBytes(StandardCharsets.UTF_8), 1, false);
            none.lost();
            // Not awaited either: Paho forgets a message that the end of the connection overtakes.
            quiet.paho().getTopic("closed/a").publish("no".getBytes(StandardCharsets.UTF_8), 0, false);
            quiet.lost();
            assertThat(broker.received(">")).hasSize(1);
        }
    }

    @Test
    void aWillWithAQosNeedsTheRightToSend() throws Exception {
        start(s -> s);
        byte[] gone = "gone".getBytes(StandardCharsets.UTF_8);
        try (PahoClient all = connect("all")) {
            all.subscribe("wills/#", 0);
            for (int qos : new int[] {1, 0}) {
                try (PahoClient none = PahoClient.connect(
                        broker.mqttUri(), "none", "none", o -> o.setWill("wills/" + qos, gone, qos, false))) {
                    none.drop();
                    await().until(() -> broker.clients().size() == 1);
                }
            }
            assertThat(all.next().topic()).isEqualTo("wills/0");
        }
    }
}
