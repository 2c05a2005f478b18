package dev.usher.entitlements;

import dev.usher.entitlements.core.Enforcement;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EnforcementObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an operator watches: {@code usher.entitlements.runs} (broker, outcome), {@code .unsettled} users (broker), {@code
 * .disconnects} (broker), {@code .sweeps} (broker, outcome), {@code .notices} (broker, outcome). An {@code unsettled} above zero for longer than a few sweeps is the
 * alarm: somebody's rights are not proven.
 */
final class EntitlementsMetrics implements EnforcementObserver {
    private static final String PREFIX = "usher.entitlements.";

    private final MeterRegistry registry;
    private final Set<UserOnBroker> unsettled = ConcurrentHashMap.newKeySet();

    EntitlementsMetrics(MeterRegistry registry, Iterable<String> brokers) {
        this.registry = registry;
        for (String broker : brokers) {
            Gauge.builder(
                            PREFIX + "unsettled",
                            unsettled,
                            all -> all.stream()
                                    .filter(target -> target.broker().equals(broker))
                                    .count())
                    .description("users whose rights are not proven or not given in full")
                    .tag("broker", broker)
                    .register(registry);
        }
    }

    @Override
    public void ran(UserOnBroker target, Enforcement outcome, Duration took) {
        if (outcome.settled()) {
            unsettled.remove(target);
        } else {
            unsettled.add(target);
        }
        Timer.builder(PREFIX + "runs")
                .description("enforcement runs")
                .tag("broker", target.broker())
                .tag("outcome", outcome.settled() ? "enforced" : "pending")
                .register(registry)
                .record(took);
        if (outcome.disconnected()) {
            registry.counter(PREFIX + "disconnects", "broker", target.broker()).increment();
        }
    }

    /** A notice was sent, or dropped because there is no connection. */
    void notice(String broker, boolean sent) {
        registry.counter(PREFIX + "notices", "broker", broker, "outcome", sent ? "sent" : "dropped")
                .increment();
    }

    @Override
    public void swept(String broker, boolean succeeded) {
        registry.counter(PREFIX + "sweeps", "broker", broker, "outcome", succeeded ? "succeeded" : "failed")
                .increment();
    }
}
