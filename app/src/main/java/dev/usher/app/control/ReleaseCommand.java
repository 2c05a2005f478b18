package dev.usher.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code usher release}: the way back from adoption. */
@Command(
        name = "release",
        description = "Give client usernames back with the profiles they had, which disconnects their clients once.",
        mixinStandardHelpOptions = true)
public final class ReleaseCommand extends UsernamesCommand {
    /** @param environment for the server's address and the token */
    public ReleaseCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    String collection() {
        return "releases";
    }

    @Override
    boolean concerns(JsonNode username) {
        return "adopted".equals(username.path("standing").asText());
    }
}
