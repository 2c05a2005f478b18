package dev.usher.broker;

/** Each door of a broker, with the scheme of its address as clients spell it. */
enum Port {
    SMF("tcp"),
    SMF_WEB_SOCKET("ws"),
    MQTT("tcp"),
    MQTT_WEB_SOCKET("ws"),
    SEMP("http"),
    SMF_TLS("tcps"),
    SMF_WEB_SOCKET_TLS("wss"),
    MQTT_TLS("ssl"),
    MQTT_WEB_SOCKET_TLS("wss"),
    SEMP_TLS("https");

    private final String scheme;

    Port(String scheme) {
        this.scheme = scheme;
    }

    String address(String host, int number) {
        return scheme + "://" + host + ":" + number;
    }

    boolean isTls() {
        return compareTo(SMF_TLS) >= 0;
    }
}
