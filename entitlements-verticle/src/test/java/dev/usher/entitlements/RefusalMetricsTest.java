package dev.usher.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.Refusal.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalMetricsTest {
    @Test
    void refusalsAreCountedByReasonFromZero() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RefusalMetrics metrics = new RefusalMetrics(registry);

        metrics.refused(new Refusal(Reason.WRONG_AUDIENCE, Optional.empty(), "c", "r", Optional.empty()));

        assertThat(registry.scrape())
                .contains("usher_entitlements_refusals_total{reason=\"wrong-audience\"} 1.0")
                .contains("usher_entitlements_refusals_total{reason=\"expired\"} 0.0");
    }
}
