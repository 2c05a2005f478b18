package dev.usher.e2e;

class MqttSmfSweepsIT extends Sweeps {
    MqttSmfSweepsIT() {
        super(Browser.MQTT_JS, Setting.Gateway.SMF, Setting.Facts.DEFAULT);
    }
}
