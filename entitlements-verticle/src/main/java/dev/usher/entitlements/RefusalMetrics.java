package dev.usher.entitlements;

import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.Refusal.Reason;
import dev.usher.entitlements.core.port.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** {@code usher.entitlements.refusals} (reason): requests refused because of who sent them. */
final class RefusalMetrics implements Refusals {
    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

    /** All reasons are there from the start, so that the first refusal is an increase. */
    RefusalMetrics(MeterRegistry registry) {
        for (Reason reason : Reason.values()) {
            counters.put(
                    reason,
                    Counter.builder("usher.entitlements.refusals")
                            .description("requests refused because of who sent them")
                            .tag("reason", reason.text())
                            .register(registry));
        }
    }

    @Override
    public void refused(Refusal refusal) {
        counters.get(refusal.reason()).increment();
    }
}
