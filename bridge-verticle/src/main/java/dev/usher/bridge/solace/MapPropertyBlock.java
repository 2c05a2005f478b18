package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.SDTException;
import com.solacesystems.jcsmp.SDTMap;
import java.nio.charset.StandardCharsets;

/** User properties as JCSMP's own map, which it encodes itself when the message is sent. */
final class MapPropertyBlock implements PropertyBlock {

    /** Around the items. */
    private static final int HEAD = 24;

    /** Type, length and end of a name and its value. */
    private static final int MOST_OF_AN_ITEM = 2 * (1 + Integer.BYTES + 1);

    private SDTMap map = JCSMPFactory.onlyInstance().createMap();
    /** Of names and values. */
    private int size;

    private int items;

    @FunctionalInterface
    private interface Put {
        void into(SDTMap map) throws SDTException;
    }

    @Override
    public void clear() {
        if (items > 0) {
            map = JCSMPFactory.onlyInstance().createMap();
            size = 0;
            items = 0;
        }
    }

    @Override
    public void putText(PropertyName name, String value) {
        put(name, value.getBytes(StandardCharsets.UTF_8).length, m -> m.putString(name.text(), value));
    }

    @Override
    public void putText(PropertyName name, byte[] utf8) {
        put(name, utf8.length, m -> m.putString(name.text(), new String(utf8, StandardCharsets.UTF_8)));
    }

    @Override
    public void putInt(PropertyName name, int value) {
        put(name, Integer.BYTES, m -> m.putInteger(name.text(), value));
    }

    @Override
    public void putLong(PropertyName name, long value) {
        put(name, Long.BYTES, m -> m.putLong(name.text(), value));
    }

    @Override
    public void putBytes(PropertyName name, byte[] value) {
        put(name, value.length, m -> m.putBytes(name.text(), value));
    }

    private void put(PropertyName name, int bytes, Put put) {
        try {
            put.into(map);
        } catch (SDTException e) {
            throw new IllegalArgumentException("user property cannot be set: " + name.text(), e);
        }
        size += name.utf8().length + bytes;
        items++;
    }

    @Override
    public void applyTo(BytesMessage message) {
        if (items > 0) {
            message.setProperties(map);
        }
    }

    @Override
    public int size() {
        return items == 0 ? 0 : HEAD + size + items * MOST_OF_AN_ITEM + FRAME;
    }
}
