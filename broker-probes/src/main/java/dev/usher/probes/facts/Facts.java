package dev.usher.probes.facts;

import dev.usher.probes.Fact;
import java.util.List;
import java.util.stream.Stream;

/** Everything there is to ask. */
public final class Facts {
    static final String YES = "yes";
    static final String NO = "no";
    static final String OK = "ok";

    private Facts() {}

    /** By area, each id once. */
    public static List<Fact> all() {
        return Stream.of(
                        LoginFacts.all(),
                        AclFacts.all(),
                        AclChangeFacts.all(),
                        OnBehalfFacts.all(),
                        OnBehalfLifetimeFacts.all(),
                        TopicFacts.all(),
                        MessageFacts.all(),
                        ElidingFacts.all(),
                        MqttFacts.all(),
                        MqttDeliveryFacts.all(),
                        SessionFacts.all(),
                        SessionManagementFacts.all(),
                        SempFacts.all(),
                        SempChangeFacts.all(),
                        MonitorFacts.all(),
                        EventFacts.all())
                .flatMap(List::stream)
                .toList();
    }
}
