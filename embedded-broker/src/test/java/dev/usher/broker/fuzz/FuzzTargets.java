package dev.usher.broker.fuzz;

import dev.usher.broker.core.FilterFuzz;
import dev.usher.broker.mqtt.MqttFuzz;
import dev.usher.broker.semp.SempFuzz;
import dev.usher.broker.smf.SdtFuzz;
import dev.usher.broker.smf.SmfFuzz;
import java.util.List;

/** All there are. */
public final class FuzzTargets {

    private FuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(new SmfFuzz(), new SdtFuzz(), new MqttFuzz(), new SempFuzz(), new FilterFuzz());
    }

    /** @throws IllegalArgumentException if there is none of this name */
    public static FuzzTarget named(String name) {
        return all().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fuzz target '" + name + "'; there are: "
                        + all().stream().map(FuzzTarget::name).toList()));
    }
}
