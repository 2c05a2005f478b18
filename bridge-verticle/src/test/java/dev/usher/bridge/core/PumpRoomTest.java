package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;
import static dev.usher.bridge.core.Records.PRICES_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may wait at a time, and how it is offered. */
final class PumpRoomTest extends PumpSetup {

    @Test
    void largeFetchesAreOfferedInChunks() {
        pump = pump(Delivery.Ordering.PIPELINED, BadRecords.DEAD_LETTER, new FlowLimits(5_000, 5_000));
        List<InboundRecord> batch = new ArrayList<>();
        for (int offset = 0; offset < 1_000; offset++) {
            batch.add(record(offset, "a"));
        }
        pump.records(batch);
        assertThat(publisher.chunks).containsExactly(256, 256, 256, 232);
        publisher.answer(1_000, PublishOutcome.ACCEPTED);
        pump.commit();
        assertThat(source.commits).containsExactly(Map.of(PRICES_0, 1_000L));
    }

    @Test
    void aPartitionWhoseChunkIsNotTakenDoesNotKeepOthersBack() {
        pump = pipelined(BadRecords.DEAD_LETTER);
        publisher.room = 3;
        pump.records(List.of(record(0, "a"), record(1, "a")));
        pump.records(List.of(record(2, "a"), record(3, "a")));
        pump.records(Records.quotes(PRICES_1, 0, 1));
        assertThat(publisher.chunks).containsExactly(2, 1);
    }

    @Test
    void payloadsThatWaitAreBoundedAndALargeOnePassesAlone() {
        pump = pump(Delivery.Ordering.PIPELINED, BadRecords.DEAD_LETTER, new FlowLimits(100, 1_000, 100, 1));
        pump.records(List.of(large(0, 999)));
        assertThat(source.paused).isEmpty();
        pump.records(List.of(large(1, 1)));
        assertThat(source.paused).containsExactly("PRICES-0");
        publisher.accept(1);
        assertThat(source.paused).isEmpty();
        publisher.acceptAll();
        pump.records(List.of(large(2, 5_000)));
        assertThat(source.paused).containsExactly("PRICES-0");
        publisher.acceptAll();
        assertThat(publisher.offered).hasSize(3);
        assertThat(source.paused).isEmpty();
    }

    @Test
    void payloadsOfLettersThatAreNotStoredCount() {
        pump = pump(Delivery.Ordering.PIPELINED, BadRecords.DEAD_LETTER, new FlowLimits(100, 1_000, 100, 1));
        pump.records(List.of(
                new InboundRecord(PRICES_0, 0, 0, "bad".getBytes(StandardCharsets.UTF_8), new byte[1_000], List.of())));
        assertThat(source.paused).containsExactly("PRICES-0");
        deadLetters.storeAll();
        assertThat(source.paused).isEmpty();
    }

    @Test
    void lettersWithoutAPayloadCountToo() {
        pump = pump(Delivery.Ordering.PIPELINED, BadRecords.DEAD_LETTER, new FlowLimits(100, 1_000, 100, 1));
        byte[] key = "bad".getBytes(StandardCharsets.UTF_8);
        pump.records(List.of(new InboundRecord(PRICES_0, 0, 0, key, null, List.of())));
        assertThat(source.paused).isEmpty();
        pump.records(List.of(new InboundRecord(PRICES_0, 1, 0, key, null, List.of())));
        assertThat(source.paused).containsExactly("PRICES-0");
        deadLetters.storeAll();
        assertThat(source.paused).isEmpty();
    }

    @Test
    void whatIsLetGoByAHaltWeighsNothing() {
        pump = pump(Delivery.Ordering.STRICT, BadRecords.STOP, new FlowLimits(100, 1_000, 100, 1));
        publisher.room = 1;
        pump.records(List.of(large(0, 300), large(1, 300), large(2, 300)));
        publisher.answer(1, new PublishOutcome.Rejected(Reason.MESSAGE_TOO_LARGE, "large"));
        pump.records(Records.quotes(PRICES_1, 0, 1));
        pump.records(List.of(new InboundRecord(PRICES_1, 1, 0, null, new byte[900], List.of())));
        assertThat(source.paused).as("only the one that stands still").containsExactly("PRICES-0");
    }

    @Test
    void severalSendersHaveRoomForSeveralChunksEach() {
        assertThat(new FlowLimits(10_000, 1, 1, 1).chunk()).isEqualTo(256);
        assertThat(new FlowLimits(1_000, 1, 1, 4).chunk()).isEqualTo(62);
        assertThat(new FlowLimits(3, 1, 1, 4).chunk()).isEqualTo(1);
    }

    private static InboundRecord large(long offset, int bytes) {
        return new InboundRecord(PRICES_0, offset, 0, null, new byte[bytes], List.of());
    }
}
