package dev.usher.probes;

import dev.usher.probes.facts.Facts;
import java.util.Set;

/** What tests know of particular facts. */
final class Catalogue {

    /** Asking them would harm a broker; their answer says so. */
    static final Set<String> NEVER_TOLD = Set.of("semp-overload", "message-discard-indication", "message-unknown-flow");

    private Catalogue() {}

    static Fact fact(String id) {
        return Facts.all().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
    }
}
