package dev.usher.bridge.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which partitions do not go on, and why. */
final class Troubles {

    private static final int NAMED = 5;

    private volatile boolean changed;
    private volatile String problem;
    private volatile String defect;
    private volatile int halted;
    private volatile int heldUp;

    /** A partition is halted or held up, or not any more. */
    void changed() {
        changed = true;
    }

    /** Nothing goes on until a restart. */
    void defect(Throwable cause) {
        defect = "halted by a defect: " + cause.getClass().getSimpleName() + "; restart to go on where it stopped";
    }

    void update(Lanes lanes) {
        if (!changed) {
            return;
        }
        changed = false;
        List<String> found = new ArrayList<>();
        int more = 0;
        int stopped = 0;
        for (Lane lane : lanes.all()) {
            String trouble = trouble(lane);
            if (trouble == null) {
                continue;
            }
            stopped += lane.halt() != null ? 1 : 0;
            if (found.size() < NAMED) {
                found.add(lane.partition() + " " + trouble);
            } else {
                more++;
            }
        }
        halted = stopped;
        heldUp = found.size() + more - stopped;
        if (more > 0) {
            found.add(more + " more");
        }
        problem = found.isEmpty() ? null : String.join("; ", found);
    }

    private static String trouble(Lane lane) {
        if (lane.abandoned()) {
            return null;
        }
        if (lane.halt() != null) {
            return lane.halt().toString();
        }
        if (lane.seekFails()) {
            return "stands still: Kafka's reader cannot be set back to offset "
                    + lane.ledger().position().orElse(0) + "; tried again until it can";
        }
        return lane.refusals() != null && lane.refusals().repeated()
                ? lane.refusals().toString()
                : null;
    }

    /** How many partitions stand still at a bad record. Safe on any thread. */
    int halted() {
        return halted;
    }

    /** How many partitions are held up by refusals. Safe on any thread. */
    int heldUp() {
        return heldUp;
    }

    /** Safe on any thread. */
    Optional<String> problem() {
        return Optional.ofNullable(defect != null ? defect : problem);
    }
}
