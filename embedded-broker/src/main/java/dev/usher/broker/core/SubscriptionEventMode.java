package dev.usher.broker.core;

import java.util.List;
import java.util.stream.Stream;

/** Which subscription events appear on the message bus, and in which form (SEMP v2 config, MsgVpn.eventPublishSubscriptionMode). */
public enum SubscriptionEventMode {
    OFF("off", 0, false),
    V1("on-with-format-v1", 1, true),
    /** Without events for the subscriptions that end because a client disconnects. */
    V1_NOT_ON_DISCONNECT("on-with-no-unsubscribe-events-on-disconnect-format-v1", 1, false),
    V2("on-with-format-v2", 2, true),
    /** Without events for the subscriptions that end because a client disconnects. */
    V2_NOT_ON_DISCONNECT("on-with-no-unsubscribe-events-on-disconnect-format-v2", 2, false);

    private final String sempText;
    private final int format;
    private final boolean onDisconnect;

    SubscriptionEventMode(String sempText, int format, boolean onDisconnect) {
        this.sempText = sempText;
        this.format = format;
        this.onDisconnect = onDisconnect;
    }

    /** @throws IllegalArgumentException for a text the specification does not have */
    public static SubscriptionEventMode ofSemp(String text) {
        return Stream.of(values())
                .filter(mode -> mode.sempText.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("eventPublishSubscriptionMode: '" + text + "'"));
    }

    public static List<String> sempTexts() {
        return Stream.of(values()).map(SubscriptionEventMode::sempText).toList();
    }

    public String sempText() {
        return sempText;
    }

    /** 1 or 2; 0 while there are none. */
    int format() {
        return format;
    }

    boolean onDisconnect() {
        return onDisconnect;
    }
}
