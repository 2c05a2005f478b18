package dev.usher.e2e.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is promised about the order of acceptances. Each rule looks at one sequence: of a partition, or of the records of one key in a
 * partition. Records are numbered through as they were written, leaving out those that become dead letters; {@code next} and
 * {@code previous} are such numbers of two acceptances that follow one another.
 *
 * <p>At-least-once means that acceptances repeat. What no rule lets pass is a record that is accepted before one in front of it was
 * accepted at all, but for {@link #ENDS_IN_ORDER}.
 */
enum Order {
    /**
     * Pipelined, one owner at a time, nothing refused: {@code next <= previous + 1}. Repetitions are suffixes sent again: having gone
     * back to one record, the sequence goes on from there.
     */
    SUFFIXES(false) {
        @Override
        int firstBreach(List<Integer> sequence) {
            int previous = -1;
            for (int i = 0; i < sequence.size(); i++) {
                if (sequence.get(i) > previous + 1) {
                    return i;
                }
                previous = sequence.get(i);
            }
            return -1;
        }
    },
    /**
     * Two owners at a time, of which one was held up and does not know that it is none any more: a record is accepted for the first
     * time only after all in front of it. What was accepted before may come again anywhere.
     */
    FIRST_TIMES(false) {
        @Override
        int firstBreach(List<Integer> sequence) {
            return firstTimes(sequence);
        }
    },
    /**
     * Pipelined with refusals: what was behind the refused record was perhaps accepted, and comes again after it. So the last
     * acceptances of all records are in order, and whoever keeps the last value of a key ends with the right one.
     */
    ENDS_IN_ORDER(false) {
        @Override
        int firstBreach(List<Integer> sequence) {
            Map<Integer, Integer> last = new HashMap<>();
            for (int i = 0; i < sequence.size(); i++) {
                last.put(sequence.get(i), i);
            }
            int highest = -1;
            for (int i = 0; i < sequence.size(); i++) {
                if (last.get(sequence.get(i)) == i) {
                    if (sequence.get(i) < highest) {
                        return i;
                    }
                    highest = sequence.get(i);
                }
            }
            return -1;
        }
    },
    /**
     * Strict, whatever is refused, cut or killed: of one key, a record is accepted for the first time only after all in front of it.
     * After a crash, or an answer that never came, what was accepted above the stored position may come again.
     */
    STRICT(true) {
        @Override
        int firstBreach(List<Integer> sequence) {
            return firstTimes(sequence);
        }
    },
    /**
     * Strict while every answer arrives, refusals included: of one key, {@code next == previous + 1} or, the same once more,
     * {@code next == previous}. Nothing behind a refused record is sent twice.
     */
    STRICT_ONCE(true) {
        @Override
        int firstBreach(List<Integer> sequence) {
            int previous = -1;
            for (int i = 0; i < sequence.size(); i++) {
                if (sequence.get(i) != previous + 1 && sequence.get(i) != previous) {
                    return i;
                }
                previous = sequence.get(i);
            }
            return -1;
        }
    },
    /** Direct, with a former owner that was stopped: what stood in its socket comes after newer ones. */
    NONE(false) {
        @Override
        int firstBreach(List<Integer> sequence) {
            return -1;
        }
    };

    private final boolean byKey;

    Order(boolean byKey) {
        this.byKey = byKey;
    }

    /** Whether it is about the records of one key, not of a whole partition. */
    boolean byKey() {
        return byKey;
    }

    /** Whether it says nothing about sequences that are going to be longer. */
    boolean onlyAtTheEnd() {
        return this == ENDS_IN_ORDER;
    }

    /** Where in the sequence the rule is first broken; -1 for nowhere. */
    abstract int firstBreach(List<Integer> sequence);

    private static int firstTimes(List<Integer> sequence) {
        int accepted = 0;
        for (int i = 0; i < sequence.size(); i++) {
            if (sequence.get(i) > accepted) {
                return i;
            }
            accepted = Math.max(accepted, sequence.get(i) + 1);
        }
        return -1;
    }
}
