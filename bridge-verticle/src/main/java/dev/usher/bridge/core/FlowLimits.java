package dev.usher.bridge.core;

/**
 * How much a {@link Pump} holds before it pauses partitions. They are resumed when half of it is left.
 *
 * @param waiting events not yet taken by Solace, over all partitions
 * @param inFlightPerPartition records above the committable position of one partition; reached when one record, say a dead letter
 *     that Kafka does not take, holds up the position while others go on
 */
public record FlowLimits(int waiting, int inFlightPerPartition) {
    public FlowLimits {
        if (waiting < 1 || inFlightPerPartition < 1) {
            throw new IllegalArgumentException(
                    "both limits must be at least 1: waiting " + waiting + ", per partition " + inFlightPerPartition);
        }
    }
}
