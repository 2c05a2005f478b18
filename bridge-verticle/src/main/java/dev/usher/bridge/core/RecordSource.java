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
         * These partitions are about to be given away: nothing more of them is to be sent. No records of them follow before
         * {@link #forget}.
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

        /**
         * These were forgotten, and somebody may still hold records of them: see {@link EventPublisher#discard}.
         *
         * Whoever stands in front of a sink passes this on.
         *
         * @return done when none of them can be sent any more; does not fail
         */
        default Future<Void> discard(Set<PartitionId> partitions) {
            return Future.succeededFuture();
        }
    }

    /** Stops fetching from these; the records of two fetches at most follow. Partitions not held are ignored. */
    void pause(Set<PartitionId> partitions);

    void resume(Set<PartitionId> partitions);

    /** Stores positions; fails when Kafka did not confirm, and then nothing is known about what is stored. */
    Future<Void> commit(Map<PartitionId, Long> positions);

    /**
     * Sets the reader back. Records of this partition that arrive before the answer are from before, and those after it from the
     * position on.
     *
     * @return fails when the reader was not set back, say because the partition is not held any more; it is asked again until it is, or
     *     the partition is {@linkplain Sink#forget forgotten}
     */
    Future<Void> seek(PartitionId partition, long position);

    /**
     * Whether what was read may still be sent. It may not when this reader has not been sure for too long that the partitions are
     * its own: then nothing more is handed to Solace, the sink is told to forget it, and what is still ours is read again. Safe on any
     * thread, and cheap.
     */
    default boolean mayStillSend() {
        return true;
    }

    /** Gives all partitions away, as {@link Sink#release} and {@link Sink#forget} describe, and stops reading. Does not fail. */
    Future<Void> close();
}
