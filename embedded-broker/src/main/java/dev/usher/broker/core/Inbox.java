package dev.usher.broker.core;

import java.util.Optional;

/**
 * How the two protocols spell inbox topics: MQTT cannot have a {@code #} in a filter and says {@code _P2P} for {@code #P2P}
 * (PubSub+ docs, "MQTT Topics"). The inbox of an MQTT client holds its client name, of whose {@code #mqtt} the same is true:
 * {@code _P2P/v:<router>/_mqtt/<client id>/<n>} (Solace's tutorial of request and reply with MQTT).
 */
public final class Inbox {
    static final String FIRST_LEVEL = "#P2P";

    private static final String FIRST_LEVEL_IN_MQTT = "_P2P";
    private static final String CLIENT_NAME = "#mqtt";
    private static final String CLIENT_NAME_IN_MQTT = "_mqtt";
    private static final int LEVEL_OF_CLIENT_NAME = 2;

    private Inbox() {}

    /** A topic as MQTT spells it. */
    public static String inMqtt(String topic) {
        return isBelow(FIRST_LEVEL, topic)
                ? exchanged(topic, FIRST_LEVEL, FIRST_LEVEL_IN_MQTT, CLIENT_NAME, CLIENT_NAME_IN_MQTT)
                : topic;
    }

    /** What an MQTT client means by a topic. */
    public static String inSmf(String topic) {
        return isBelow(FIRST_LEVEL_IN_MQTT, topic)
                ? exchanged(topic, FIRST_LEVEL_IN_MQTT, FIRST_LEVEL, CLIENT_NAME_IN_MQTT, CLIENT_NAME)
                : topic;
    }

    private static boolean isBelow(String first, String topic) {
        return topic.startsWith(first) && (topic.length() == first.length() || topic.charAt(first.length()) == '/');
    }

    private static String exchanged(String topic, String first, String newFirst, String third, String newThird) {
        int second = first.length() + 1;
        int end = topic.indexOf('/', second);
        boolean named = end >= 0 && topic.startsWith(third + "/", end + 1);
        return newFirst
                + (named
                        ? topic.substring(first.length(), end + 1)
                                + newThird
                                + topic.substring(end + 1 + third.length())
                        : topic.substring(first.length()));
    }

    /** What an MQTT filter means by one of its levels, where that is not what it says. */
    static Optional<String> levelInSmf(String[] levels, int index) {
        if (!levels[0].equals(FIRST_LEVEL_IN_MQTT)) {
            return Optional.empty();
        }
        if (index == 0) {
            return Optional.of(FIRST_LEVEL);
        }
        return index == LEVEL_OF_CLIENT_NAME && levels[index].equals(CLIENT_NAME_IN_MQTT)
                ? Optional.of(CLIENT_NAME)
                : Optional.empty();
    }
}
