package dev.usher.bridge.metrics;

import dev.usher.bridge.core.PartitionId;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.function.Supplier;

/** A number for each partition held now: those given away are not shown any more. */
public final class PartitionGauge implements Collector {

    private final String name;
    private final String help;
    private final Supplier<? extends Map<PartitionId, ? extends Number>> values;

    /** @param values asked on any thread */
    public PartitionGauge(String name, String help, Supplier<? extends Map<PartitionId, ? extends Number>> values) {
        this.name = name;
        this.help = help;
        this.values = values;
    }

    @Override
    public String getPrometheusName() {
        return name;
    }

    @Override
    public MetricSnapshot collect() {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.get()
                .forEach((partition, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "from", partition.topic(), "partition", Integer.toString(partition.partition())))
                        .value(value.doubleValue())
                        .build()));
        return gauge.build();
    }
}
