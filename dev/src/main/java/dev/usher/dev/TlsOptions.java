package dev.usher.dev;

import dev.usher.broker.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether {@code usher broker} opens its TLS doors, and with which certificate. */
final class TlsOptions {
    @Option(
            names = "--tls",
            paramLabel = "FOLDER",
            description =
                    "Open the TLS doors too, with a certificate made now, and write what clients have to trust into this"
                            + " folder: usher-broker.pem, and usher-broker.p12 with the password "
                            + Tls.TRUST_STORE_PASSWORD + ".")
    private Path folder;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Open the TLS doors with this certificate (PEM, the broker's first) and the key of --key.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Its key (PEM, PKCS #8 without a password).")
    private Path key;

    boolean isWanted() {
        return folder != null || certificate != null;
    }

    /** Where what clients have to trust is written to. */
    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    static Path pem(Path folder) {
        return folder.resolve("usher-broker.pem");
    }

    static Path trustStore(Path folder) {
        return folder.resolve("usher-broker.p12");
    }

    /** Empty if no TLS is wanted. Writes what clients have to trust. */
    Optional<Tls> certificate(CommandLine command) {
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(command, "--certificate and --key go together");
        }
        if (!isWanted()) {
            return Optional.empty();
        }
        try {
            Tls tls = certificate == null ? Tls.selfSigned() : Tls.pem(certificate, key);
            if (folder != null) {
                Files.createDirectories(folder);
                tls.writeTrustedPem(pem(folder));
                tls.writeTrustStore(trustStore(folder));
            }
            return Optional.of(tls);
        } catch (IllegalArgumentException | UncheckedIOException | IOException e) {
            throw new ParameterException(command, "TLS: " + e.getMessage(), e);
        }
    }
}
