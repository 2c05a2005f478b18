package dev.usher.bridge.mapping;

import dev.usher.bridge.core.MapOutcome.Mapped;

/**
 * What earlier records with the same bytes in the same fields were mapped to. A record is given the outcome of another one only after
 * all these bytes were compared, so different values never share a topic through it.
 *
 * <p>Each hash has two places; a third value with it takes that of the older one. What is offered for the first time is only
 * remembered by its hash, and kept when it is offered again soon: values that come once, or far apart because there are too many,
 * cost neither memory nor those that come often their place. So a look-up costs the same whether there is one topic or a million, and
 * nothing grows beyond {@link #MOST} entries: about 200 bytes each, and those of the values and the topic, so 17 MB with 30 of each
 * and 97 MB with the longest there are. It starts small and doubles while more than an eighth is in
 * use. Used by one thread.
 */
final class OutcomeCache {

    static final int MOST = 1 << 16;

    private static final int LEAST = 1 << 12;

    /** Of so many places one is in use before there are more, so that few values have to share one. */
    private static final int SPARE = 8;

    /** Hashes of what was offered once; a power of two. */
    private static final int ONCE = 1 << 14;

    private record Entry(byte[] key, Mapped mapped) {}

    /** Apart from the entries: most values that are not here are found not to be without a look at any entry. */
    private long[] hashes = new long[LEAST];

    private Entry[] entries = new Entry[LEAST];
    private final long[] once = new long[ONCE];
    private int used;

    /** Null when it is not here, or not any more. */
    Mapped get(CacheKey key) {
        long hash = key.hash();
        int place = place(hash);
        if (hashes[place] == hash && entries[place] != null && key.equalTo(entries[place].key)) {
            return entries[place].mapped;
        }
        place++;
        return hashes[place] == hash && entries[place] != null && key.equalTo(entries[place].key)
                ? entries[place].mapped
                : null;
    }

    /**
     * May keep it.
     *
     * @param key for which {@link #get} just found nothing
     */
    void offer(CacheKey key, Mapped mapped) {
        int sight = (int) (key.hash() >>> Integer.SIZE) & ONCE - 1;
        if (once[sight] != key.hash()) {
            once[sight] = key.hash();
            return;
        }
        if (used > entries.length / SPARE && entries.length < MOST) {
            grow();
        }
        insert(key.hash(), new Entry(key.copy(), mapped));
    }

    private void insert(long hash, Entry entry) {
        int place = place(hash);
        if (entries[place + 1] == null) {
            used++;
        }
        hashes[place + 1] = hashes[place];
        entries[place + 1] = entries[place];
        hashes[place] = hash;
        entries[place] = entry;
    }

    private void grow() {
        long[] oldHashes = hashes;
        Entry[] old = entries;
        hashes = new long[2 * old.length];
        entries = new Entry[2 * old.length];
        used = 0;
        for (int i = old.length - 1; i >= 0; i--) {
            if (old[i] != null) {
                insert(oldHashes[i], old[i]);
            }
        }
    }

    /** The even one of the two. */
    private int place(long hash) {
        return (int) hash & (entries.length - 2);
    }

    int size() {
        return entries.length;
    }
}
