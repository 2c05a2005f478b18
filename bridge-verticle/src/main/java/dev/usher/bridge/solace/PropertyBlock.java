package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.BytesMessage;

/** User properties of one message after the other. Used by one thread. */
interface PropertyBlock {

    /** Forgets what the message before had. */
    void clear();

    void putText(PropertyName name, String value);

    /** @param utf8 valid UTF-8 without NUL */
    void putText(PropertyName name, byte[] utf8);

    void putInt(PropertyName name, int value);

    void putLong(PropertyName name, long value);

    void putBytes(PropertyName name, byte[] value);

    /** Puts them on a message, which afterwards does not depend on this block; without any, nothing is put. */
    void applyTo(BytesMessage message);

    /** What JCSMP adds to user properties for itself: how they are called, and how long they are. */
    int FRAME = 5;

    /** How many bytes they add to a message, not fewer than brokers count; 0 when there are none. */
    int size();

    /** The fastest that JCSMP understands. */
    static PropertyBlock create() {
        return SdtPropertyBlock.isUnderstood() ? new SdtPropertyBlock() : new MapPropertyBlock();
    }
}
