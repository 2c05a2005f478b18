package dev.usher.app.map;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.MessageProperties;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.RecordMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a bridge would make of a sample.
 *
 * @param result what is said about it, in the order in which it is read best; values are text, numbers, booleans and maps of them
 */
record Trial(Sample sample, Outcome outcome, Map<String, Object> result) {

    enum Outcome {
        PUBLISHED,
        SKIPPED,
        PROBLEM
    }

    static Trial of(Sample sample, RecordMapper mapper) {
        Collected collected = new Collected(sample.record());
        try {
            mapper.map(sample.record()).applyTo(collected);
        } catch (RuntimeException e) {
            // As a running bridge takes it: a bad record, not a reason to stop.
            collected.unmappable(new MapOutcome.Unmappable(
                    Reason.MAPPING_FAILED,
                    "the mapping failed with " + e.getClass().getSimpleName()));
        }
        return new Trial(sample, collected.outcome, collected.result);
    }

    private static final class Collected implements MapOutcome.Cases {
        private final InboundRecord record;
        private final Map<String, Object> result = new LinkedHashMap<>();
        private Outcome outcome;

        Collected(InboundRecord record) {
            this.record = record;
        }

        @Override
        public void mapped(MapOutcome.Mapped mapped) {
            outcome = Outcome.PUBLISHED;
            result.put("solaceTopic", mapped.topic().text());
            result.put("route", mapped.route().name());
            result.put("delivery", delivery(mapped.route().delivery()));
            result.put("payloadBytes", record.payload() == null ? 0 : record.payload().length);
            result.put("properties", MessageProperties.of(record, mapped));
        }

        @Override
        public void skipped(MapOutcome.Skipped skipped) {
            outcome = Outcome.SKIPPED;
            result.put("reason", kebab(skipped));
            result.put(
                    "detail",
                    switch (skipped) {
                        case NO_ROUTE -> "the condition of no route holds";
                        case TOMBSTONE -> "there is no payload, and the route leaves those records out";
                    });
        }

        @Override
        public void unmappable(MapOutcome.Unmappable unmappable) {
            outcome = Outcome.PROBLEM;
            result.put("reason", unmappable.reason().code());
            result.put("detail", unmappable.detail());
        }
    }

    private static Map<String, Object> delivery(Delivery delivery) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("mode", kebab(delivery.mode()));
        if (delivery.mode() == Delivery.Mode.GUARANTEED) {
            said.put("ordering", kebab(delivery.ordering()));
        }
        said.put("eliding", delivery.elidingEligible());
        said.put("ttlMs", delivery.timeToLive().toMillis());
        said.put("classOfService", delivery.classOfService());
        return said;
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
