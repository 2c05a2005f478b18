package dev.usher.bridge.core;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads records. Every call and every call back happens on one context, that of the {@link Pump}. */
public interface RecordSource {

    /** Takes what is read. */
    interface Sink {
        /** Records as they were fetched together; those of one partition are adjacent and in order. */
        void records(List<InboundRecord> batch);

        /**
         * These partitions are about to be given away: nothing more of them is to be sent.
         *
         * @return done when nobody holds a record of them any more, which may take as long as the connection to Solace is away; does
         *     not fail
         */
        Future<Void> release(Set<PartitionId> partitions);

        /**
         * These partitions are given away now.
         *
         * @return how far each may be committed, where that is further than was committed before
         */
        Map<PartitionId, Long> forget(Set<PartitionId> partitions);
    }

    /** Stops fetching from these; at most the records of one fetch follow. Partitions not held are ignored. */
    void pause(Set<PartitionId> partitions);

    void resume(Set<PartitionId> partitions);

    /** Stores positions; fails when Kafka did not confirm, and then nothing is known about what is stored. */
    Future<Void> commit(Map<PartitionId, Long> positions);

    /**
     * Sets the reader back. Records of this partition that arrive before the answer are from before.
     *
     * @return fails when the partition is not held any more
     */
    Future<Void> seek(PartitionId partition, long position);

    /** Gives all partitions away, as {@link Sink#release} and {@link Sink#forget} describe, and stops reading. Does not fail. */
    Future<Void> close();
}
