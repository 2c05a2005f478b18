package dev.usher.app;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The meters of this process: those of the JVM, and those that its service adds. */
final class ProcessMeters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    private ProcessMeters() {}

    static ProcessMeters create() {
        ProcessMeters meters = new ProcessMeters();
        new JvmMemoryMetrics().bindTo(meters.registry);
        new JvmThreadMetrics().bindTo(meters.registry);
        new ProcessorMetrics().bindTo(meters.registry);
        new UptimeMetrics().bindTo(meters.registry);
        meters.garbageCollection.bindTo(meters.registry);
        return meters;
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
