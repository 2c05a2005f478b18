package dev.usher.e2e;

/** MQTT.js, reached by the subscription manager. */
class MqttSmfStoryIT extends Story implements NoticeChapter, SelfServiceChapter, TermsChapter, DurableChapter {
    MqttSmfStoryIT() {
        super(Browser.MQTT_JS, Setting.Gateway.SMF, Setting.Facts.DEFAULT);
    }
}
