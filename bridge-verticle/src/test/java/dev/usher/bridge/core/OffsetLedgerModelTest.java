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
        private OptionalLong floor = OptionalLong.empty();

        void open(long offset) {
            records.put(offset, forGood.contains(offset));
            // What is stepped over does not exist any more.
            forGood.removeIf(other -> other < offset && !records.containsKey(other));
            if (floor.isEmpty()) {
                floor = OptionalLong.of(offset);
            }
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
        }
    }

    private record Complete(int which, boolean forGood) implements Step {
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
            boolean news = wasOpen || (forGood && toCome && !model.forGood.contains(offset));
            assertThat(ledger.isOpen(offset)).isEqualTo(wasOpen);
            assertThat(forGood ? ledger.completeForGood(offset) : ledger.complete(offset))
                    .isEqualTo(news);
            if (wasOpen) {
                model.records.put(offset, true);
            }
            if (news && forGood) {
                model.forGood.add(offset);
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
            assertThat(ledger.rewind()).isEqualTo(model.position());
            model.rewind();
        }
    }

    private static final long START = Integer.MAX_VALUE - 20L;

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> open = Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 7))
                .map(Open::new);
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 80);
        Arbitrary<Step> complete =
                Combinators.combine(which, Arbitraries.of(true, false)).as(Complete::new);
        Arbitrary<Step> through = Combinators.combine(
                        which, Arbitraries.integers().between(0, 30))
                .as(CompleteThrough::new);
        Arbitrary<Step> rewind = Arbitraries.of(new Rewind());
        return Arbitraries.frequencyOf(
                        Tuple.of(20, open), Tuple.of(15, complete), Tuple.of(5, through), Tuple.of(1, rewind))
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
