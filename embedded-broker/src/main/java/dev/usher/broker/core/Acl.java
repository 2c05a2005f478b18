package dev.usher.broker.core;

import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.switches.BrokerSwitches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One ACL profile as it applies to one client: variables replaced, exceptions parsed.
 *
 * <p>PubSub+ docs, "Controlling Client Access with ACLs": each control is a default action plus exceptions with the
 * opposite action. Under default disallow an exception must cover the whole requested filter. One that is no filter is
 * refused when it is configured ({@link VpnState}); should there be one, it lets nothing through, and default allow denies
 * everything.
 */
final class Acl {

    private final AclProfile profile;
    private final Exceptions publish;
    private final Exceptions subscribe;
    private final BrokerSwitches switches;
    private final List<Acl> formers;

    /** @param unreadable there is one that is no filter: what it was to let through, or to deny, nobody knows */
    private record Exceptions(List<Filter> filters, boolean unreadable) {}

    private Acl(
            AclProfile profile, Exceptions publish, Exceptions subscribe, BrokerSwitches switches, List<Acl> formers) {
        this.profile = profile;
        this.publish = publish;
        this.subscribe = subscribe;
        this.switches = switches;
        this.formers = formers;
    }

    static Acl of(AclProfile profile, String username, Optional<String> clientId, BrokerSwitches switches) {
        return new Acl(
                profile,
                parsed(profile.exceptions(Kind.PUBLISH), username, clientId, switches),
                parsed(profile.exceptions(Kind.SUBSCRIBE), username, clientId, switches),
                switches,
                List.of());
    }

    /** The same for a client whose subscribe requests also pass where one of these lets them. */
    Acl besides(List<Acl> others) {
        return others.isEmpty() ? this : new Acl(profile, publish, subscribe, switches, others);
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
        boolean allowed = profile.publish() == Action.ALLOW;
        if (allowed && publish.unreadable()) {
            return false;
        }
        if (publish.filters().isEmpty()) {
            return allowed;
        }
        String[] levels = Filter.levelsOf(topic);
        boolean excepted = publish.filters().stream().anyMatch(f -> f.matches(levels));
        return allowed != excepted;
    }

    boolean allowsSubscribe(Filter filter) {
        return allows(filter) || formers.stream().anyMatch(former -> former.allows(filter));
    }

    private boolean allows(Filter filter) {
        List<Filter> exceptions = subscribe.filters();
        if (profile.subscribe() == Action.DISALLOW) {
            return switches.allowExceptionMustCover()
                    ? exceptions.stream().anyMatch(e -> e.covers(filter))
                    : exceptions.stream().anyMatch(e -> e.overlaps(filter));
        }
        if (subscribe.unreadable()) {
            return false;
        }
        return switches.denyExceptionRefusesOverlap()
                ? exceptions.stream().noneMatch(e -> e.overlaps(filter))
                : exceptions.stream().noneMatch(e -> e.covers(filter));
    }

    private static Exceptions parsed(
            List<AclExemption> exceptions, String username, Optional<String> clientId, BrokerSwitches switches) {
        boolean withParent = clientId.isPresent() && switches.smfExceptionCoversMqttParent();
        List<Filter> filters = new ArrayList<>(exceptions.size());
        boolean unreadable = false;
        for (AclExemption each : exceptions) {
            try {
                Filter.exception(withParent ? withParent(each) : each, username, clientId)
                        .ifPresent(filters::add);
            } catch (IllegalArgumentException e) {
                unreadable = true;
            }
        }
        return new Exceptions(List.copyOf(filters), unreadable);
    }

    /** What {@code a/>} is for an MQTT client, if it is {@code a/#}. */
    private static AclExemption withParent(AclExemption exception) {
        String topic = exception.topic();
        return exception.syntax() == AclExemption.Syntax.SMF && topic.endsWith("/>")
                ? new AclExemption(exception.syntax(), topic.substring(0, topic.length() - 1) + Filter.HASH_IN_SMF)
                : exception;
    }
}
