package dev.usher.entitlements.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.Refusal.Reason;
import dev.usher.entitlements.postgres.RefusalBacklog.Batch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RefusalBacklogTest {
    private static final long SECOND = 1_000_000_000L;

    private final RefusalBacklog backlog = new RefusalBacklog();

    @Test
    void aFloodIsCounted() {
        for (int i = 0; i < 500; i++) {
            add(Reason.EXPIRED, 0);
        }
        add(Reason.BAD_SIGNATURE, SECOND - 1);
        add(Reason.NO_ROLE, SECOND);

        Batch batch = backlog.take();

        assertThat(batch.lines()).hasSize(RefusalBacklog.PER_SECOND + 1);
        assertThat(batch.lines().get(10).refusal().reason()).isEqualTo(Reason.NO_ROLE);
        assertThat(batch.leftOut()).containsOnly(Map.entry(Reason.EXPIRED, 490L), Map.entry(Reason.BAD_SIGNATURE, 1L));
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void whatCouldNotBeWrittenWaitsAndIsBounded() {
        for (int i = 0; i < RefusalBacklog.CAPACITY; i++) {
            add(Reason.EXPIRED, i * SECOND);
        }
        Batch first = backlog.take();
        add(Reason.MISSING, 2000 * SECOND);
        backlog.putBack(first);
        add(Reason.MALFORMED, 2001 * SECOND);

        Batch again = backlog.take();

        assertThat(again.lines())
                .hasSize(RefusalBacklog.CAPACITY)
                .allMatch(line -> line.refusal().reason() == Reason.EXPIRED);
        assertThat(again.leftOut()).containsOnly(Map.entry(Reason.MISSING, 1L), Map.entry(Reason.MALFORMED, 1L));
    }

    /** A line or a count: whatever happens in between, every refusal is one of the two. */
    @Property(tries = 300)
    boolean noneIsLost(@ForAll @Size(max = 200) List<@LongRange(max = 2 * SECOND) Long> pauses) {
        long now = 0;
        long added = 0;
        for (long pause : pauses) {
            now += pause / 20;
            add(Reason.EXPIRED, now);
            added++;
            if (pause % 3 == 0) {
                Batch failed = backlog.take();
                add(Reason.EXPIRED, now);
                added++;
                backlog.putBack(failed);
            }
        }
        Batch batch = backlog.take();
        return batch.lines().size()
                        + batch.leftOut().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                == added;
    }

    private void add(Reason reason, long nanos) {
        backlog.add(
                new Refusal(reason, Optional.of("getSeat"), "c", "127.0.0.1:1", Optional.empty()),
                Instant.EPOCH,
                nanos);
    }
}
