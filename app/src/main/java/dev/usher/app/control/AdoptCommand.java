package dev.usher.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code usher adopt}: takes existing client usernames into our care. */
@Command(
        name = "adopt",
        description = "Put client usernames behind Usher's ACL profiles, which disconnects their clients once.",
        footer = {
            "",
            "Only usernames that a user is mapped to can be adopted; others are listed with the reason. The profiles they have",
            "are remembered: `usher release` puts them back."
        },
        mixinStandardHelpOptions = true)
public final class AdoptCommand extends UsernamesCommand {
    /** @param environment for the server's address and the token */
    public AdoptCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    String collection() {
        return "adoptions";
    }

    @Override
    boolean concerns(JsonNode username) {
        return "adoptable".equals(username.path("standing").asText());
    }
}
