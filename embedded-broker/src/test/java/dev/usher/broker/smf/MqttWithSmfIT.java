package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Inbox;
import dev.usher.broker.mqtt.PahoClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JCSMP and Paho on the same topics (PubSub+ docs, "MQTT Topics", "Wildcard Characters"). */
class MqttWithSmfIT {
    private EmbeddedBroker broker;
    private JcsmpClient smf;
    private PahoClient mqtt;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.builder()
                .user("bob", "bob-password")
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
        smf = JcsmpClient.connect(broker, "manager", "m", "manager");
        mqtt = PahoClient.connect(broker.mqttUri(), "dev", "bob");
    }

    @AfterEach
    void stop() throws Exception {
        mqtt.close();
        smf.close();
        broker.close();
    }

    private void publishBySmf(String... topics) throws Exception {
        for (String topic : topics) {
            smf.publish(topic, topic);
        }
    }

    @Test
    void hashOfMqttIncludesTheParentAndGreaterThanDoesNot() throws Exception {
        mqtt.subscribe("a/#", 0);
        smf.subscribe("b/>");
        publishBySmf("a", "ab", "a/b/c", "a/last");
        assertThat(mqtt.nextText()).isEqualTo("a");
        assertThat(mqtt.nextText()).isEqualTo("a/b/c");
        assertThat(mqtt.nextText()).isEqualTo("a/last");
        mqtt.publish("b", "no", 0).publish("b/c", "yes", 0);
        assertThat(smf.nextText()).isEqualTo("yes");
    }

    @Test
    void aPrefixWithAWildcardIsTheSameInBoth() throws Exception {
        broker.clients().get(1).subscribe(Filter.mqtt("x/pre+"));
        smf.subscribe("y/pre*");
        publishBySmf("x/other", "x/pre", "x/prefix", "x/prefix/deeper", "x/pre2");
        assertThat(mqtt.nextText()).isEqualTo("x/pre");
        assertThat(mqtt.nextText()).isEqualTo("x/prefix");
        assertThat(mqtt.nextText()).isEqualTo("x/pre2");
        mqtt.publish("y/other", "no", 0).publish("y/prefix", "yes", 0);
        assertThat(smf.nextText()).isEqualTo("yes");
    }

    @Test
    void aLastLevelOfTheByte3IsHashForAnMqttTarget() throws Exception {
        String name = broker.clients().get(1).name();
        smf.onBehalfOf(true, name, "a/*/\u0003");
        publishBySmf("a", "a/b", "a/b/c");
        assertThat(mqtt.nextText()).isEqualTo("a/b");
        assertThat(mqtt.nextText()).isEqualTo("a/b/c");
        smf.onBehalfOf(false, name, "a/*/\u0003");
        smf.onBehalfOf(true, name, "end");
        publishBySmf("a/b", "end");
        assertThat(mqtt.nextText()).isEqualTo("end");
    }

    @Test
    void anSmfClientAnswersToTheInboxOfAnMqttClient() throws Exception {
        mqtt.subscribe("$SYS/client/reply-to", 0);
        String inbox = mqtt.nextText();
        smf.publish(Inbox.inSmf(inbox), "the answer");
        PahoClient.Received answer = mqtt.next();
        assertThat(answer.topic()).isEqualTo(inbox);
        assertThat(answer.text()).isEqualTo("the answer");
    }
}
