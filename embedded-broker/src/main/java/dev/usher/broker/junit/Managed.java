package dev.usher.broker.junit;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A broker that the extension looks after.
 *
 * @param where the field or class that asked for it, for messages
 */
record Managed(EmbeddedBroker broker, TestBroker how, String where) {

    /** What is wrong with how a test that passed has left it. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (how.refuseUnusedFaults()) {
            unusedFaults().ifPresent(complaints::add);
        }
        if (how.refuseLeftClients()) {
            leftClients().ifPresent(complaints::add);
        }
        return complaints;
    }

    private Optional<String> unusedFaults() {
        List<String> unused =
                broker.faults().unused().stream().map(ArmedFault::toString).toList();
        return unused.isEmpty()
                ? Optional.empty()
                : Optional.of("the test armed faults that nothing has met, at the broker of " + where + ": "
                        + String.join("; ", unused) + " (refuseUnusedFaults of @TestBroker)");
    }

    private Optional<String> leftClients() {
        try {
            // JCSMP says goodbye without waiting for an answer.
            broker.awaitNoClients(EmbeddedBroker.PATIENCE);
            return Optional.empty();
        } catch (AssertionError stillThere) {
            List<String> names = broker.clients().stream().map(Client::name).toList();
            return Optional.of("the test left clients connected to the broker of " + where + ": "
                    + String.join(", ", names) + " (refuseLeftClients of @TestBroker)");
        }
    }

    void afterOneOfMany() {
        if (how.reset()) {
            broker.reset();
        }
    }
}
