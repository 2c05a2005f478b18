package dev.usher.entitlements.smf;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.topics.InexactTranslationException;

/** How the entry of a client's table has to be spelt to take it out again. */
final class Spelling {
    private Spelling() {}

    /**
     * For an SMF client its own text. For an MQTT client the on-behalf-of spelling, whichever of the spellings the broker
     * shows; an entry that has none is named as shown, and the read that follows tells whether that was right.
     */
    static String toRemove(Connection client, ObservedSubscription subscription) {
        if (!client.isMqtt()) {
            return subscription.text();
        }
        try {
            return subscription.filter().toOnBehalfOfMqtt();
        } catch (InexactTranslationException noSuchSpelling) {
            return subscription.text();
        }
    }
}
