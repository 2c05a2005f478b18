package dev.usher.app;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "usher "
                    + Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                            .orElse("(not packaged)")
        };
    }
}
