package dev.usher.app.control;

import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the service is, and who is calling. A token is never an argument: those can be read by every process of the machine. */
final class ControlOptions {
    static final String SERVER = "USHER_API_SERVER";
    static final String TOKEN = "USHER_API_TOKEN";
    static final String TOKEN_FILE = "USHER_API_TOKEN_FILE";

    private static final String DEFAULT_SERVER = "http://127.0.0.1:8090";
    private static final int LONGEST_WAIT = 60;

    private final Map<String, String> environment;

    @Option(
            names = "--server",
            paramLabel = "URI",
            description = "The service's control API (default: USHER_API_SERVER, otherwise " + DEFAULT_SERVER + ").")
    private Optional<URI> server = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the bearer token (default: USHER_API_TOKEN_FILE, or the token in USHER_API_TOKEN).")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for proof before answering that it is pending (default: ${DEFAULT-VALUE}).")
    private int wait;

    ControlOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws ConfigException naming every problem */
    ControlApi api() {
        if (wait < 0 || wait > LONGEST_WAIT) {
            throw wrong("--wait " + wait + " is not between 0 and " + LONGEST_WAIT + " seconds");
        }
        URI uri = server.orElseGet(this::fromEnvironment);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw wrong("server " + uri + " is not an http or https address such as " + DEFAULT_SERVER);
        }
        return new ControlApi(uri, token(), Duration.ofSeconds(wait));
    }

    private URI fromEnvironment() {
        String text = environment.getOrDefault(SERVER, DEFAULT_SERVER);
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong(SERVER + " " + text + " is not an address such as " + DEFAULT_SERVER);
        }
    }

    private Secret token() {
        Optional<Path> file = tokenFile.or(
                () -> Optional.ofNullable(environment.get(TOKEN_FILE)).map(Path::of));
        if (file.isEmpty()) {
            return Optional.ofNullable(environment.get(TOKEN))
                    .filter(text -> !text.isBlank())
                    .map(Secret::of)
                    .orElseThrow(
                            () -> wrong("no token: name a file with --token-file, or put the token into " + TOKEN));
        }
        try {
            String token = Files.readString(file.get()).strip();
            if (token.isEmpty()) {
                throw wrong("token file " + file.get() + " is empty");
            }
            return Secret.of(token);
        } catch (IOException e) {
            throw wrong("token file " + file.get() + " cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private static ConfigException wrong(String problem) {
        return new ConfigException(List.of(problem));
    }
}
