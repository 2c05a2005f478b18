package dev.usher.broker.switches;

import java.time.Duration;

/** What an ACL exception lets through, and from when on. */
public sealed interface AclSwitches permits BrokerSwitches {

    Switch<Boolean> ALLOW_EXCEPTION_MUST_COVER = Switch.of("allowExceptionMustCover", true, true);

    /** Default disallow: an exception must cover the whole requested filter (a recorded refusal says so); otherwise one that merely overlaps lets it pass. */
    default boolean allowExceptionMustCover() {
        return get(ALLOW_EXCEPTION_MUST_COVER);
    }

    default BrokerSwitches allowExceptionMustCover(boolean value) {
        return with(ALLOW_EXCEPTION_MUST_COVER, value);
    }

    Switch<Boolean> DENY_EXCEPTION_REFUSES_OVERLAP = Switch.of("denyExceptionRefusesOverlap", true, false);

    /** Subscribe default allow: a deny exception refuses a filter that merely overlaps it; otherwise only a filter it covers. */
    default boolean denyExceptionRefusesOverlap() {
        return get(DENY_EXCEPTION_REFUSES_OVERLAP);
    }

    default BrokerSwitches denyExceptionRefusesOverlap(boolean value) {
        return with(DENY_EXCEPTION_REFUSES_OVERLAP, value);
    }

    Switch<Boolean> SMF_EXCEPTION_COVERS_MQTT_PARENT = Switch.of("smfExceptionCoversMqttParent", false, true);

    /** An exception {@code a/>} in SMF syntax lets an MQTT client have {@code a/#}, which also matches {@code a}. */
    default boolean smfExceptionCoversMqttParent() {
        return get(SMF_EXCEPTION_COVERS_MQTT_PARENT);
    }

    default BrokerSwitches smfExceptionCoversMqttParent(boolean value) {
        return with(SMF_EXCEPTION_COVERS_MQTT_PARENT, value);
    }

    Switch<Boolean> ACL_CHANGE_SWEEPS_SUBSCRIPTIONS = Switch.of("aclChangeSweepsSubscriptions", false, false);

    /** A change of an ACL profile removes the subscriptions its clients made and could not make now. */
    default boolean aclChangeSweepsSubscriptions() {
        return get(ACL_CHANGE_SWEEPS_SUBSCRIPTIONS);
    }

    default BrokerSwitches aclChangeSweepsSubscriptions(boolean value) {
        return with(ACL_CHANGE_SWEEPS_SUBSCRIPTIONS, value);
    }

    Switch<Duration> ACL_CHANGE_LAG = Switch.of("aclChangeLag", Duration.ZERO, Duration.ofMillis(200));

    /** For how long a connected client can still subscribe under its ACL profile as it was before a change. */
    default Duration aclChangeLag() {
        return get(ACL_CHANGE_LAG);
    }

    default BrokerSwitches aclChangeLag(Duration value) {
        return with(ACL_CHANGE_LAG, value);
    }

    Switch<Integer> MAX_ACL_PROFILES = Switch.of("maxAclProfiles", Integer.MAX_VALUE, 1_000);

    /** ACL profiles of a VPN; one more is refused (FAIL). */
    default int maxAclProfiles() {
        return get(MAX_ACL_PROFILES);
    }

    default BrokerSwitches maxAclProfiles(int value) {
        return with(MAX_ACL_PROFILES, value);
    }

    Switch<Integer> MAX_ACL_EXCEPTIONS = Switch.of("maxAclExceptions", Integer.MAX_VALUE, 1_000);

    /** Exceptions in one list of an ACL profile; one more is refused (FAIL). */
    default int maxAclExceptions() {
        return get(MAX_ACL_EXCEPTIONS);
    }

    default BrokerSwitches maxAclExceptions(int value) {
        return with(MAX_ACL_EXCEPTIONS, value);
    }

    Switch<Boolean> REFUSED_DIRECT_PUBLISH_REPORTED = Switch.of("refusedDirectPublishReported", true, false);

    /** The publisher of a direct message that the ACL refuses is told; otherwise it is dropped and counted only. */
    default boolean refusedDirectPublishReported() {
        return get(REFUSED_DIRECT_PUBLISH_REPORTED);
    }

    default BrokerSwitches refusedDirectPublishReported(boolean value) {
        return with(REFUSED_DIRECT_PUBLISH_REPORTED, value);
    }

    /** The value of a switch. */
    <T> T get(Switch<T> key);

    /** A copy with another value. */
    <T> BrokerSwitches with(Switch<T> key, T value);
}
