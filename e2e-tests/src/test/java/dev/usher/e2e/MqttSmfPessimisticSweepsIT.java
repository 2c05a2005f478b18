package dev.usher.e2e;

class MqttSmfPessimisticSweepsIT extends Sweeps {
    MqttSmfPessimisticSweepsIT() {
        super(Browser.MQTT_JS, Setting.Gateway.SMF, Setting.Facts.PESSIMISTIC);
    }
}
