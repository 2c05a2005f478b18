package dev.usher.e2e;

class MqttSempSweepsIT extends Sweeps {
    MqttSempSweepsIT() {
        super(Browser.MQTT_JS, Setting.Gateway.SEMP, Setting.Facts.DEFAULT);
    }
}
