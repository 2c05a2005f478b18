package dev.usher.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Route;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeadLetterMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DeadLetterMeters meters = new DeadLetterMeters(registry);
    private final Route route = new Route("quotes", "PRICES", Delivery.direct(false, RecordProperties.DEFAULT));

    @ParameterizedTest
    @EnumSource
    void eachReasonBeginsAtNothing(Reason reason) {
        meters.expect(route);
        assertThat(registry.scrape()).contains(line("quotes", reason) + "0.0").contains(line("", reason) + "0.0");
    }

    @Test
    void lettersAreCountedForTheRouteThatTookTheRecord() {
        meters.expect(route);
        meters.stored("PRICES", Optional.of(route), Reason.MISSING_FIELD);
        meters.stored("PRICES", Optional.empty(), Reason.MALFORMED_JSON);
        meters.stored("PRICES", Optional.empty(), Reason.MALFORMED_JSON);
        meters.expect(route);
        assertThat(registry.scrape())
                .contains(line("quotes", Reason.MISSING_FIELD) + "1.0")
                .contains(line("", Reason.MALFORMED_JSON) + "2.0")
                .contains(line("", Reason.MISSING_FIELD) + "0.0");
    }

    private static String line(String route, Reason reason) {
        return "usher_bridge_dead_lettered_total{from=\"PRICES\",reason=\"" + reason.code() + "\",route=\"" + route
                + "\"} ";
    }
}
