package dev.usher.e2e;

/** MQTT.js, reached by the subscription manager of a broker that is as hard on us as it can be. */
class MqttSmfPessimisticStoryIT extends Story
        implements NoticeChapter, SelfServiceChapter, TermsChapter, DurableChapter {
    MqttSmfPessimisticStoryIT() {
        super(Browser.MQTT_JS, Setting.Gateway.SMF, Setting.Facts.PESSIMISTIC);
    }
}
