package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The ledger against the simplest thing that could be right: a sorted map of everything ever read. */
final class OffsetLedgerModelTest {

    /** All offsets since the last rewind, and whether each is finished; never trimmed. */
    private static final class Model {
        private final TreeMap<Long, Boolean> records = new TreeMap<>();
        private final Set<Long> forGood = new HashSet<>();
        /** Those finished in turn since the last rewind. */
        private final Set<Long> inTurn = new HashSet<>();

        private OptionalLong floor = OptionalLong.empty();
        private long highest = NOTHING;
        private long mappedBefore = NOTHING;
        private long mixedThrough = NOTHING;

        void open(long offset) {
            records.put(offset, forGood.contains(offset));
            // What is stepped over does not exist any more.
            forGood.removeIf(other -> other < offset && !records.containsKey(other));
            if (floor.isEmpty()) {
                floor = OptionalLong.of(offset);
            }
            highest = Math.max(highest, offset);
        }

        boolean keepsAllInTurn() {
            return mixedThrough == NOTHING || position().orElseThrow() > mixedThrough;
        }

        void remapped() {
            if (keepsAllInTurn()) {
                mappedBefore = highest;
            }
            mixedThrough = highest;
        }

        long last() {
            return records.isEmpty() ? floor.orElse(START) - 1 : records.lastKey();
        }

        OptionalLong position() {
            for (var record : records.entrySet()) {
                if (!record.getValue()) {
                    return OptionalLong.of(record.getKey());
                }
            }
            return records.isEmpty() ? floor : OptionalLong.of(records.lastKey() + 1);
        }

        void rewind() {
            if (!keepsAllInTurn()) {
                forGood.removeIf(
                        offset -> records.containsKey(offset) && inTurn.contains(offset) && offset > mappedBefore);
            }
            inTurn.clear();
            floor = position();
            records.clear();
        }

        int span() {
            OptionalLong position = position();
            return position.isEmpty()
                    ? 0
                    : records.tailMap(position.getAsLong()).size();
        }
    }

    private interface Step {
        void apply(OffsetLedger ledger, Model model, List<Long> read);
    }

    private record Open(int gap) implements Step {
        @Override
        public void apply(OffsetLedger ledger, Model model, List<Long> read) {
            long offset = model.last() + 1 + gap;
            assertThat(ledger.open(offset)).isEqualTo(!model.forGood.contains(offset));
            model.open(offset);
            read.add(offset);
            if (offset == model.highest) {
                assertThat(ledger.toRepeat()).isEqualTo(ledger.span());
            }
        }
    }

    private enum How {
        ONCE,
        FOR_GOOD,
        IN_TURN
    }

    private record Complete(int which, How how) implements Step {
        @Override
        public void apply(OffsetLedger ledger, Model model, List<Long> read) {
            if (read.isEmpty()) {
                return;
            }
            // Biased to the newest, so that answers come out of order; old ones are answers that come twice or too
            // late.
            long offset = read.get(Math.max(0, read.size() - 1 - which));
            boolean wasOpen = Boolean.FALSE.equals(model.records.get(offset));
            boolean toCome = offset > model.last();
            boolean news = wasOpen || (how != How.ONCE && toCome && !model.forGood.contains(offset));
            assertThat(ledger.isOpen(offset)).isEqualTo(wasOpen);
            switch (how) {
                case ONCE -> assertThat(ledger.complete(offset)).isEqualTo(news);
                case FOR_GOOD -> assertThat(ledger.completeForGood(offset)).isEqualTo(news);
                case IN_TURN -> ledger.completeInTurn(offset);
            }
            if (wasOpen) {
                model.records.put(offset, true);
            }
            if (news && how != How.ONCE) {
                model.forGood.add(offset);
            }
            if (wasOpen && how == How.IN_TURN) {
                model.inTurn.add(offset);
            }
        }
    }

    private record CompleteThrough(int which, int length) implements Step {
        @Override
        public void apply(OffsetLedger ledger, Model model, List<Long> read) {
            if (read.isEmpty()) {
                return;
            }
            long first = read.get(Math.max(0, read.size() - 1 - which));
            long last = first + length;
            int open = 0;
            for (var record : model.records.subMap(first, true, last, true).entrySet()) {
                open += record.getValue() ? 0 : 1;
                record.setValue(true);
            }
            assertThat(ledger.completeThrough(first, last)).isEqualTo(open);
        }
    }

    private record Rewind() implements Step {
        @Override
        public void apply(OffsetLedger ledger, Model model, List<Long> read) {
            int toRepeat = ledger.toRepeat();
            assertThat(ledger.keepsAllInTurn()).isEqualTo(model.keepsAllInTurn());
            assertThat(ledger.rewind()).isEqualTo(model.position());
            assertThat(ledger.toRepeat()).isEqualTo(toRepeat);
            model.rewind();
        }
    }

    private record Remap() implements Step {
        @Override
        public void apply(OffsetLedger ledger, Model model, List<Long> read) {
            ledger.remapped();
            model.remapped();
        }
    }

    private static final long NOTHING = -1;
    private static final long START = Integer.MAX_VALUE - 20L;

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> open = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 7))
                .map(Open::new);
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 80);
        Arbitrary<Step> complete =
                Combinators.combine(which, Arbitraries.of(How.class)).as(Complete::new);
        Arbitrary<Step> through = Combinators.combine(
                        which, Arbitraries.integers().between(0, 30))
                .as(CompleteThrough::new);
        Arbitrary<Step> rewind = Arbitraries.of(new Rewind());
        Arbitrary<Step> remap = Arbitraries.of(new Remap());
        return Arbitraries.frequencyOf(
                        Tuple.of(20, open),
                        Tuple.of(15, complete),
                        Tuple.of(5, through),
                        Tuple.of(2, rewind),
                        Tuple.of(1, remap))
                .list()
                .ofMaxSize(300);
    }

    @Property(tries = 500)
    void agreesWithTheModel(@ForAll("steps") List<Step> steps) {
        OffsetLedger ledger = new OffsetLedger();
        Model model = new Model();
        List<Long> read = new ArrayList<>();
        for (Step step : steps) {
            step.apply(ledger, model, read);
            assertThat(ledger.position()).isEqualTo(model.position());
            assertThat(ledger.span()).isEqualTo(model.span());
            assertThat(ledger.open()).isEqualTo((int)
                    model.records.values().stream().filter(done -> !done).count());
        }
    }
}
