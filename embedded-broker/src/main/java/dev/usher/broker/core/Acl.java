package dev.usher.broker.core;

import dev.usher.broker.core.AclProfile.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One ACL profile as it applies to one client: variables replaced, exceptions parsed.
 *
 * <p>PubSub+ docs, "Controlling Client Access with ACLs": each control is a default action plus exceptions with the
 * opposite action. Under default disallow an exception must cover the whole requested filter.
 */
final class Acl {

    private final AclProfile profile;
    private final List<Filter> publish;
    private final List<Filter> subscribe;
    private final boolean overlapRefuses;

    private Acl(AclProfile profile, List<Filter> publish, List<Filter> subscribe, boolean overlapRefuses) {
        this.profile = profile;
        this.publish = publish;
        this.subscribe = subscribe;
        this.overlapRefuses = overlapRefuses;
    }

    static Acl of(AclProfile profile, String username, Optional<String> clientId, BrokerSwitches switches) {
        return new Acl(
                profile,
                filters(profile.exceptions(Kind.PUBLISH), username, clientId),
                filters(profile.exceptions(Kind.SUBSCRIBE), username, clientId),
                switches.denyExceptionRefusesOverlap());
    }

    /** Made from exactly this state of the profile. */
    // Profiles are immutable, so the same object is enough; this runs for every message.
    @SuppressWarnings("ReferenceEquality")
    boolean isFor(AclProfile current) {
        return profile == current;
    }

    boolean allowsConnect(String remoteAddress) {
        boolean excepted = profile.connectExceptions().stream().anyMatch(cidr -> Cidr.contains(cidr, remoteAddress));
        return (profile.connect() == Action.ALLOW) != excepted;
    }

    boolean allowsPublish(String topic) {
        if (publish.isEmpty()) {
            return profile.publish() == Action.ALLOW;
        }
        String[] levels = topic.split("/", -1);
        boolean excepted = publish.stream().anyMatch(f -> f.matches(levels));
        return (profile.publish() == Action.ALLOW) != excepted;
    }

    boolean allowsSubscribe(Filter filter) {
        if (profile.subscribe() == Action.DISALLOW) {
            return subscribe.stream().anyMatch(e -> e.covers(filter));
        }
        return subscribe.stream().noneMatch(e -> overlapRefuses ? e.overlaps(filter) : e.covers(filter));
    }

    private static List<Filter> filters(List<AclExemption> exceptions, String username, Optional<String> clientId) {
        return exceptions.stream().flatMap(e -> parsed(e, username, clientId)).toList();
    }

    private static Stream<Filter> parsed(AclExemption exception, String username, Optional<String> clientId) {
        try {
            return Filter.exception(exception, username, clientId).stream();
        } catch (IllegalArgumentException e) {
            // An exception that is no filter matches nothing, like on the broker, which stores any text.
            return Stream.empty();
        }
    }
}
