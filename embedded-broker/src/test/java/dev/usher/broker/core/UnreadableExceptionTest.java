package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.switches.BrokerSwitches;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An ACL exception that is no filter: refused, and if it is there, nothing is let through because of it. */
class UnreadableExceptionTest {

    private static final AclExemption HASH_INSIDE = AclExemption.mqtt("a/b#c");
    /** 250 characters, 500 bytes. */
    private static final AclExemption TOO_LONG = AclExemption.smf("\u00e9".repeat(250));

    private final VpnState vpn = new VpnState("default", BrokerSwitches.defaults());

    private static Acl acl(AclProfile profile) {
        return Acl.of(profile, "alice", Optional.empty(), BrokerSwitches.defaults());
    }

    private static void isRefused(Runnable configure, AclExemption exception) {
        assertThatThrownBy(configure::run)
                .isInstanceOfSatisfying(
                        ConfigRefusal.class, e -> assertThat(e.code()).isEqualTo(ConfigRefusal.Code.INVALID_PARAMETER))
                .hasMessageContaining(exception.topic());
    }

    @Test
    void isRefusedHoweverItIsConfigured() {
        for (AclExemption bad : List.of(HASH_INSIDE, TOO_LONG)) {
            for (Kind kind : List.of(Kind.PUBLISH, Kind.SUBSCRIBE)) {
                isRefused(() -> vpn.addException("default", kind, bad), bad);
                isRefused(() -> vpn.aclProfiles().update("default", p -> p.plus(kind, bad)), bad);
                isRefused(
                        () -> vpn.aclProfiles().create(AclProfile.created("new").plus(kind, bad)), bad);
                isRefused(() -> vpn.aclProfiles().put(AclProfile.created("new").plus(kind, bad)), bad);
            }
        }
        assertThat(vpn.aclProfiles().find("new")).isEmpty();
        assertThat(vpn.aclProfiles().get("default")).isEqualTo(AclProfile.allowAll("default"));
    }

    @Test
    void variablesAndShareNamesAreNoReasonToRefuse() {
        vpn.addException("default", Kind.SUBSCRIBE, AclExemption.mqtt("s/$client-id/+/#"));
        vpn.addException("default", Kind.PUBLISH, AclExemption.smf("s/$client-username/>"));
        vpn.addException("default", Kind.SHARE_NAME, HASH_INSIDE);
        assertThat(vpn.aclProfiles().get("default").exceptions(Kind.SHARE_NAME)).containsExactly(HASH_INSIDE);
    }

    @Test
    void underDefaultAllowItDeniesEverything() {
        for (AclExemption bad : List.of(HASH_INSIDE, TOO_LONG)) {
            Acl subscribe = acl(AclProfile.allowAll("p").plus(Kind.SUBSCRIBE, bad));
            assertThat(subscribe.allowsSubscribe(Filter.smf("x"))).isFalse();
            assertThat(subscribe.allowsPublish("x")).isTrue();
            Acl publish = acl(AclProfile.allowAll("p").plus(Kind.PUBLISH, bad));
            assertThat(publish.allowsPublish("x")).isFalse();
            assertThat(publish.allowsSubscribe(Filter.smf("x"))).isTrue();
        }
    }

    @Test
    void underDefaultDisallowItLetsNothingThroughAndTheOthersCount() {
        Acl acl = acl(AclProfile.created("p")
                .plus(Kind.SUBSCRIBE, HASH_INSIDE)
                .plus(Kind.SUBSCRIBE, AclExemption.smf("good"))
                .plus(Kind.PUBLISH, HASH_INSIDE)
                .plus(Kind.PUBLISH, AclExemption.smf("good")));
        assertThat(acl.allowsSubscribe(Filter.smf("good"))).isTrue();
        assertThat(acl.allowsSubscribe(Filter.smf("a/b"))).isFalse();
        assertThat(acl.allowsPublish("good")).isTrue();
        assertThat(acl.allowsPublish("a/b#c")).isFalse();
    }
}
