package dev.usher.broker.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The configured objects of one kind, by name. Reads need no lock; changes of one {@link VpnState} are serial, and
 * the effects of a change on connected clients are complete when the method returns.
 *
 * @param <T> an immutable object
 */
public final class ConfigTable<T> {

    /** Called before a change is stored: returns what to store, or throws {@link ConfigRefusal}. */
    interface Check<T> {
        T onChange(T before, T after);
    }

    private final String kind;
    private final Function<T, String> key;
    private final Object lock;
    private final Check<T> check;
    private final Consumer<Change<T>> changed;
    // Not sorted: objects are looked up for every message, and listed seldom.
    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private final Notes notes = new Notes();

    /** One stored change; {@code before} is null for a creation, {@code after} for a deletion. */
    record Change<T>(T before, T after) {}

    ConfigTable(String kind, Function<T, String> key, Object lock, Check<T> check, Consumer<Change<T>> changed) {
        this.kind = kind;
        this.key = key;
        this.lock = lock;
        this.check = check;
        this.changed = changed;
    }

    /** All objects, ordered by name. */
    public List<T> all() {
        return List.copyOf(new TreeMap<>(objects).values());
    }

    public Optional<T> find(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    /** Attributes of the objects that nothing acts on; gone with the object. */
    public Notes notes() {
        return notes;
    }

    /**
     * The object of this name.
     *
     * @throws ConfigRefusal NOT_FOUND
     */
    public T get(String name) {
        return find(name).orElseThrow(() -> notFound(name));
    }

    /**
     * Adds an object.
     *
     * @throws ConfigRefusal ALREADY_EXISTS, or what the kind's own rules refuse
     */
    public T create(T object) {
        synchronized (lock) {
            String name = key.apply(object);
            if (objects.containsKey(name)) {
                throw new ConfigRefusal(ConfigRefusal.Code.ALREADY_EXISTS, kind + " " + name + " already exists");
            }
            return store(null, object);
        }
    }

    /**
     * Replaces an object by a changed one of the same name.
     *
     * @throws ConfigRefusal NOT_FOUND, or what the kind's own rules refuse
     */
    public T update(String name, UnaryOperator<T> change) {
        synchronized (lock) {
            T before = get(name);
            T after = change.apply(before);
            if (!key.apply(after).equals(name)) {
                throw new ConfigRefusal(ConfigRefusal.Code.INVALID_PARAMETER, kind + " cannot be renamed");
            }
            return store(before, after);
        }
    }

    /** Creates or replaces. */
    public T put(T object) {
        synchronized (lock) {
            return store(objects.get(key.apply(object)), object);
        }
    }

    /**
     * Removes an object.
     *
     * @throws ConfigRefusal NOT_FOUND, or NOT_ALLOWED while something is bound to it
     */
    public T delete(String name) {
        synchronized (lock) {
            T before = get(name);
            check.onChange(before, null);
            objects.remove(name);
            notes.forget(name);
            changed.accept(new Change<>(before, null));
            return before;
        }
    }

    /** Exactly these from now on; nothing is checked and connected clients are not told. */
    void replaceAll(List<T> all) {
        synchronized (lock) {
            all.forEach(object -> objects.put(key.apply(object), object));
            objects.keySet().retainAll(all.stream().map(key).toList());
            notes.clear();
        }
    }

    private T store(T before, T object) {
        T after = check.onChange(before, object);
        objects.put(key.apply(after), after);
        changed.accept(new Change<>(before, after));
        return after;
    }

    private ConfigRefusal notFound(String name) {
        return new ConfigRefusal(ConfigRefusal.Code.NOT_FOUND, "Could not find match for " + kind + " " + name);
    }

    /** For the rules of other kinds: is there an object this predicate holds for? */
    boolean any(Predicate<T> predicate) {
        for (Map.Entry<String, T> e : objects.entrySet()) {
            if (predicate.test(e.getValue())) {
                return true;
            }
        }
        return false;
    }
}
