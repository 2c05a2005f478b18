package dev.usher.benchmarks.harness;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where numbers come from: enough to judge them, nothing that names the machine. */
final class Machine {

    private Machine() {}

    static String describe() {
        return "%d cores, %s %s, %s %s, %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        LocalDate.now(ZoneOffset.UTC));
    }
}
