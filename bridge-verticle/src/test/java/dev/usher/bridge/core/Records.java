package dev.usher.bridge.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records for tests. */
public final class Records {

    public static final PartitionId PRICES_0 = new PartitionId("PRICES", 0);
    public static final PartitionId PRICES_1 = new PartitionId("PRICES", 1);

    private Records() {}

    public static InboundRecord json(String payload) {
        return record(PRICES_0, 0, payload.getBytes(StandardCharsets.UTF_8));
    }

    public static InboundRecord record(PartitionId partition, long offset, byte[] payload) {
        return new InboundRecord(partition, offset, 1_700_000_000_000L, null, payload, List.of());
    }

    public static InboundRecord quote(PartitionId partition, long offset, String symbol) {
        return record(partition, offset, ("{\"s\":\"" + symbol + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** Records with consecutive offsets, each with its offset as the symbol. */
    public static List<InboundRecord> quotes(PartitionId partition, long from, int count) {
        List<InboundRecord> records = new ArrayList<>();
        for (long offset = from; offset < from + count; offset++) {
            records.add(quote(partition, offset, "S" + offset));
        }
        return records;
    }
}
