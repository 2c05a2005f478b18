package dev.usher.bridge.core;

import static dev.usher.bridge.core.Records.PRICES_0;

import dev.usher.bridge.core.PumpFakes.FakeDeadLetters;
import dev.usher.bridge.core.PumpFakes.FakeObserver;
import dev.usher.bridge.core.PumpFakes.FakePublisher;
import dev.usher.bridge.core.PumpFakes.FakeSource;
import dev.usher.bridge.core.PumpFakes.FakeTimers;
import dev.usher.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A pump among fakes, with guaranteed routes whose ordering the test chooses. The key {@code bad} has no topic. */
abstract class PumpSetup {

    static final PublishOutcome POSTPONED = new PublishOutcome.Postponed("spool over quota");
    static final PublishOutcome UNKNOWN = new PublishOutcome.Unknown("cut");
    static final PublishOutcome REJECTED =
            new PublishOutcome.Rejected(Reason.MESSAGE_TOO_LARGE, "larger than the broker takes");

    final FakeSource source = new FakeSource();
    final FakePublisher publisher = new FakePublisher();
    final FakeDeadLetters deadLetters = new FakeDeadLetters();
    final FakeObserver observer = new FakeObserver();
    final FakeTimers timers = new FakeTimers();
    Pump pump;

    List<Long> offered() {
        return publisher.offered.stream().map(event -> event.record().offset()).toList();
    }

    static InboundRecord record(long offset, String key) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new InboundRecord(PRICES_0, offset, 0, bytes, new byte[] {'{', '}'}, List.of());
    }

    Pump pipelined(BadRecords policy) {
        return pump(Delivery.Ordering.PIPELINED, policy, new FlowLimits(100, 100));
    }

    Pump strict(BadRecords policy) {
        return pump(Delivery.Ordering.STRICT, policy, new FlowLimits(100, 100));
    }

    Pump pump(Delivery.Ordering ordering, BadRecords policy, FlowLimits limits) {
        return pump(Map.of("PRICES", mapper(ordering)), policy, limits);
    }

    Pump pump(Map<String, RecordMapper> mappers, BadRecords policy, FlowLimits limits) {
        Pump made = new Pump(mappers, new PumpPorts(source, publisher, deadLetters, timers, observer), limits, policy);
        publisher.answers = made;
        return made;
    }

    static Route route(Delivery.Ordering ordering) {
        return new Route(ordering.name(), "PRICES", Delivery.guaranteed(ordering, RecordProperties.NONE));
    }

    static RecordMapper mapper(Delivery.Ordering ordering) {
        MapOutcome mapped = new MapOutcome.Mapped(route(ordering), Topic.parse("t"), UserProperties.NONE);
        return record -> {
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            if (key.equals("bad")) {
                return new MapOutcome.Unmappable(Reason.MISSING_FIELD, "field s is not there");
            }
            return key.equals("skip") ? MapOutcome.Skipped.NO_ROUTE : mapped;
        };
    }

    /** Keys that begin with s are strict. */
    static RecordMapper byFirstLetter() {
        RecordMapper strict = mapper(Delivery.Ordering.STRICT);
        RecordMapper pipelined = mapper(Delivery.Ordering.PIPELINED);
        return record -> (record.key()[0] == 's' ? strict : pipelined).map(record);
    }
}
