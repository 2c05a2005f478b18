package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class GroupMembershipTest implements RecordSource.Sink {

    private static final TopicPartition PARTITION = new TopicPartition("PRICES", 1);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> calls = new ArrayList<>();
    private final GroupMembership membership =
            new GroupMembership(vertx.getOrCreateContext(), Duration.ofSeconds(20), new Ownership());

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** JCSMP may hold what the pump knows nothing of any more. */
    @Test
    void whatIsGivenAwayIsDiscardedAlsoWhenAllOfItIsAnswered() {
        membership.serve(this);
        assertThat(membership.revoked(List.of(PARTITION), Duration.ofSeconds(20)))
                .isPresent();
        assertThat(calls).containsExactly("release PRICES-1", "forget PRICES-1", "discard PRICES-1");
    }

    @Override
    public void records(List<InboundRecord> batch) {
        throw new AssertionError("nothing is read");
    }

    @Override
    public Future<Void> release(Set<PartitionId> partitions) {
        return called("release", partitions);
    }

    @Override
    public Map<PartitionId, Long> forget(Set<PartitionId> partitions) {
        called("forget", partitions);
        return Map.of();
    }

    @Override
    public Future<Void> discard(Set<PartitionId> partitions) {
        return called("discard", partitions);
    }

    private Future<Void> called(String what, Set<PartitionId> partitions) {
        partitions.forEach(partition -> calls.add(what + " " + partition));
        return Future.succeededFuture();
    }
}
