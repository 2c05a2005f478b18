package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.core.DeliveryFault;
import dev.usher.broker.core.Message;
import dev.usher.broker.mqtt.RawMqtt.Packet;
import org.junit.jupiter.api.Test;

class MqttFaultsIT extends MqttFrontSetup {

    @Test
    void aFrozenBrokerAnswersWhenItIsThawed() throws Exception {
        RawMqtt bob = connected("b", "bob");
        core.faults().freeze();
        bob.send(RawMqtt.subscribe(1, "t"));
        RawMqtt late = open();
        late.send(RawMqtt.connect("late", "bob", "bob-password"));
        // Only a frozen broker has to be asked again.
        assertThat(core.clients()).hasSize(1);
        assertThat(core.subscriptionCount()).as("the inbox").isEqualTo(1);
        assertThat(bob.hasNone()).isTrue();

        core.faults().thaw();
        expectSuback(bob, 1, 0);
        expectConnack(late, 0);
    }

    @Test
    void whatIsDeliveredInAFreezeIsSentAtTheThaw() throws Exception {
        RawMqtt bob = connected("b", "bob");
        bob.send(RawMqtt.subscribe(1, "t"));
        expectSuback(bob, 1, 0);
        core.faults().freeze();
        core.mqttClient("b").orElseThrow().publish(Message.of("t", new byte[] {'x'}));
        assertThat(bob.hasNone()).isTrue();
        core.faults().clear();
        assertThat(bob.next().payload()).isEqualTo("x");
    }

    @Test
    void aConnectionEndsInsideAPacket() throws Exception {
        RawMqtt bob = connected("b", "bob");
        bob.send(RawMqtt.subscribe(1, "t"));
        expectSuback(bob, 1, 0);
        core.faults().arm(DeliveryFault.cutInside().times(1));
        core.mqttClient("b").orElseThrow().publish(Message.of("t", new byte[100]));
        bob.awaitClosed();
        assertThat(bob.hasNone()).isTrue();
        await().until(() -> core.clients().isEmpty());
        Packet answer = connected("b", "bob").send(RawMqtt.pingreq()).next();
        assertThat(answer.type()).isEqualTo(PINGRESP);
    }
}
