package dev.usher.bridge;

import dev.usher.runtime.config.ConfigException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether there is another mapping to use. A text counts when it was found twice in a row: a file that is just being
 * written may be cut off where it happens to be valid. Used by one thread at a time.
 */
final class MappingWatch {

    /**
     * What was decided about a configuration that has changed.
     *
     * @param mapping to be used from now on, or {@link #notUsed} be called; empty when the one in use is to stay
     * @param problems why it was refused; none when it was not
     * @param needRestart keys outside the routes that differ from what the bridge runs with
     */
    record Decision(Optional<BridgeMapping> mapping, List<String> problems, Set<String> needRestart) {}

    private static final Logger log = LoggerFactory.getLogger(MappingWatch.class);

    private final RevisionSource source;
    private final BridgeRevision started;
    private BridgeRevision inUse;
    private BridgeRevision usedBefore;

    /** A text, or the problems of a file that gave none. */
    private Object decidedOn;

    private Object foundLast;

    MappingWatch(BridgeRevision started, RevisionSource source) {
        this.source = source;
        this.started = started;
        this.inUse = started;
        this.usedBefore = started;
        this.decidedOn = started.text();
    }

    /** Looks once; empty when there is nothing new, or not for sure. */
    Optional<Decision> look() {
        Object found = find();
        boolean stable = found.equals(foundLast);
        foundLast = found;
        if (found.equals(decidedOn) || !stable) {
            return Optional.empty();
        }
        decidedOn = found;
        return Optional.of(decide(found));
    }

    private Object find() {
        try {
            return source.text();
        } catch (ConfigException e) {
            return e.problems();
        } catch (RuntimeException e) {
            log.error("configuration not read", e);
            return List.of(defect(e));
        }
    }

    private Decision decide(Object found) {
        if (!(found instanceof String text)) {
            return refused(((List<?>) found).stream().map(String::valueOf).toList());
        }
        try {
            BridgeRevision revision = source.parse(text);
            BridgeMapping mapping = revision.config().mapping();
            BridgeMapping before = inUse.config().mapping();
            if (!mapping.topics().equals(before.topics())) {
                return refused(List.of("bridge.routes: they read the Kafka topics " + mapping.topics()
                        + ", the running bridge reads " + before.topics() + "; restart it to read others"));
            }
            List<String> deliveryChanges = DeliveryChanges.between(before, mapping);
            if (!deliveryChanges.isEmpty()) {
                return refused(deliveryChanges);
            }
            Set<String> needRestart = revision.keysThatDiffer(started);
            if (revision.hasRoutesOf(inUse)) {
                return new Decision(Optional.empty(), List.of(), needRestart);
            }
            usedBefore = inUse;
            inUse = revision;
            return new Decision(Optional.of(mapping), List.of(), needRestart);
        } catch (ConfigException e) {
            return refused(e.problems());
        } catch (RuntimeException e) {
            log.error("configuration not understood", e);
            return refused(List.of(defect(e)));
        }
    }

    /** The last mapping could not be used, and that before it is in use still. */
    void notUsed() {
        inUse = usedBefore;
    }

    /** What to say of a change that is not followed for a reason which is in the log. */
    static String defect(RuntimeException thrown) {
        return "it cannot be used because of a defect (" + thrown.getClass().getSimpleName() + ", see the log)";
    }

    private static Decision refused(List<String> problems) {
        return new Decision(Optional.empty(), problems, Set.of());
    }
}
