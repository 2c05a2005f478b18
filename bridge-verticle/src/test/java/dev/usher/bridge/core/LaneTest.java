package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class LaneTest {

    private final AtomicBoolean sure = new AtomicBoolean(true);
    private final Lane lane = new Lane(new PartitionId("PRICES", 0), sure::get, new Custody());

    @Test
    void nothingIsSentWhileTheReaderIsNotSureOfItsPartition() {
        assertThat(lane.bars(0)).isFalse();
        sure.set(false);
        assertThat(lane.bars(0)).isTrue();
        assertThat(lane.abandoned()).as("it has not ended").isFalse();
        assertThat(lane.rewound().bars(0)).isTrue();
    }

    @Test
    void anAbandonedLaneStaysBarred() {
        lane.abandon();
        assertThat(lane.bars(0)).isTrue();
    }
}
