package dev.usher.entitlements.gateway;

import static dev.usher.entitlements.gateway.Bench.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.ClientUsername;
import dev.usher.broker.core.SempFault;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.ProfileGroup;
import dev.usher.entitlements.core.ProfileSpec;
import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.AclProfiles.RefusedException;
import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.entitlements.semp.SempAclProfiles;
import dev.usher.topics.TopicFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Our profiles are what they have to be, whatever anybody did to them. */
@ParameterizedClass
@EnumSource(BrokerKind.class)
class SempAclProfilesIT {
    private static final AclExemption NYSE = AclExemption.smf("US/NYSE/>");

    /** Changes of a profile that let in more than they should. */
    static final List<UnaryOperator<AclProfile>> OPENED = List.of(
            p -> p.withPublish(Action.ALLOW),
            p -> p.withSubscribe(Action.ALLOW),
            p -> p.withShareName(Action.ALLOW),
            p -> p.plus(AclProfile.Kind.SUBSCRIBE, AclExemption.smf(">")),
            p -> p.plus(AclProfile.Kind.SUBSCRIBE, AclExemption.mqtt("US/NASDAQ/#")),
            p -> p.plus(AclProfile.Kind.PUBLISH, AclExemption.smf("x/>")),
            p -> p.plus(AclProfile.Kind.SHARE_NAME, AclExemption.smf("workers")));

    /** Changes that keep out. */
    static final List<UnaryOperator<AclProfile>> CLOSED = List.of(
            p -> p.withConnect(Action.DISALLOW),
            p -> p.withConnectExceptions(List.of("10.0.0.0/8")),
            p -> p.minus(AclProfile.Kind.SUBSCRIBE, NYSE));

    @Parameter
    BrokerKind brokerKind;

    private Bench bench;
    private AclProfiles profiles;

    @BeforeEach
    void open() {
        bench = new Bench(brokerKind);
        profiles = new SempAclProfiles(bench.vpn());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static ProfileSpec selfService(String... filters) {
        Set<TopicFilter> set = Stream.of(filters).map(TopicFilter::parse).collect(Collectors.toSet());
        return ProfileSpec.of(new ProfileGroup("desk", FenceMode.SELF_SERVICE, set, Optional.empty()));
    }

    private static AclProfile wanted(ProfileSpec profile, String... exceptions) {
        return AclProfile.created(profile.name())
                .withConnect(Action.ALLOW)
                .withShareName(Action.DISALLOW)
                .withExceptions(
                        AclProfile.Kind.SUBSCRIBE,
                        Stream.of(exceptions).map(AclExemption::smf).toList());
    }

    private AclProfile found(ProfileSpec profile) {
        AclProfile found = bench.broker().configuration().aclProfiles().get(profile.name());
        return found.withExceptions(
                AclProfile.Kind.SUBSCRIBE,
                found.exceptions(AclProfile.Kind.SUBSCRIBE).stream()
                        .sorted((a, b) -> a.topic().compareTo(b.topic()))
                        .toList());
    }

    private boolean ensure(ProfileSpec profile) {
        return get(profiles.ensure(profile, Urgency.REVOKE));
    }

    @Test
    void aMissingProfileIsMadeAndHadAllowedNothing() {
        assertThat(ensure(ProfileSpec.MANAGED)).isFalse();

        assertThat(found(ProfileSpec.MANAGED)).isEqualTo(wanted(ProfileSpec.MANAGED));
        assertThat(ensure(ProfileSpec.MANAGED)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("OPENED")
    void whatLetsInMoreIsTakenBackAndTold(UnaryOperator<AclProfile> change) {
        ProfileSpec profile = selfService("US/NASDAQ/>", "US/NYSE/>");
        ensure(profile);
        bench.broker().configuration().aclProfiles().update(profile.name(), change);

        assertThat(ensure(profile)).isTrue();

        assertThat(found(profile)).isEqualTo(wanted(profile, "US/NASDAQ/>", "US/NYSE/>"));
        assertThat(ensure(profile)).isFalse();
    }

    @ParameterizedTest
    @FieldSource("CLOSED")
    void whatKeepsOutIsRepairedAndNotTold(UnaryOperator<AclProfile> change) {
        ProfileSpec profile = selfService("US/NASDAQ/>", "US/NYSE/>");
        ensure(profile);
        bench.broker().configuration().aclProfiles().update(profile.name(), change);

        assertThat(ensure(profile)).isFalse();

        assertThat(found(profile)).isEqualTo(wanted(profile, "US/NASDAQ/>", "US/NYSE/>"));
    }

    @Test
    void exceptionsOfSelfServiceFollowWithoutDisconnectingAnybody() {
        ensure(selfService("US/NASDAQ/>"));
        bench.broker().configuration().clientUsernames().update("bob", u -> u.withAclProfile("usher_g_desk"));
        SmfTarget bob = bench.smf("bob", "desk");
        bob.subscribe("US/NASDAQ/AAPL");

        assertThat(ensure(selfService("US/NYSE/>", "EU/*/VOD"))).isTrue();

        bob.subscribe("US/NYSE/IBM");
        bob.subscribe("EU/*/VOD");
        AtomicInteger tries = new AtomicInteger();
        // At once, or as soon as the change counts on a broker on which it lags.
        await().untilAsserted(() -> assertThatThrownBy(() -> bob.subscribe("US/NASDAQ/" + tries.incrementAndGet()))
                .hasMessageContaining("ACL"));
        assertThat(found(selfService())).isEqualTo(wanted(selfService(), "EU/*/VOD", "US/NYSE/>"));
    }

    @Test
    void manyExceptionsAreReadToTheLastPage() {
        String[] filters = Stream.iterate(0, i -> i + 1)
                .limit(230)
                .map(i -> "US/%03d/>".formatted(i))
                .toArray(String[]::new);
        ensure(selfService(filters));
        bench.broker()
                .configuration()
                .aclProfiles()
                .update("usher_g_desk", p -> p.plus(AclProfile.Kind.SUBSCRIBE, AclExemption.smf("zz/>")));

        assertThat(ensure(selfService(filters))).isTrue();

        assertThat(found(selfService())).isEqualTo(wanted(selfService(), filters));
    }

    @Test
    void whatTheBrokerWouldFillInIsNoException() {
        ensure(selfService("US/$client-username/>", "US/NYSE/>"));

        assertThat(found(selfService())).isEqualTo(wanted(selfService(), "US/NYSE/>"));
    }

    @Test
    void exceptionsTooManyGoBeforeMissingOnesCome() {
        ensure(selfService("US/NASDAQ/>"));
        bench.broker().faults().semp(SempFault.refuse(400, 2, "not now").forMethod("DELETE"));

        assertThatThrownBy(() -> ensure(selfService("US/NYSE/>"))).isInstanceOf(BrokerUnavailableException.class);

        assertThat(found(selfService())).isEqualTo(wanted(selfService(), "US/NASDAQ/>"));
    }

    @Test
    void profilesOfOthersAreLeftAlone() {
        AclProfile before = bench.broker().configuration().aclProfiles().get("fence");

        ensure(ProfileSpec.MANAGED);
        ensure(selfService("US/NASDAQ/>"));

        assertThat(bench.broker().configuration().aclProfiles().get("fence")).isEqualTo(before);
        assertThatThrownBy(() -> new ProfileSpec("fence", Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyUsernameIsListedWithWhatItMay() {
        assertThat(get(profiles.standings(Urgency.SWEEP)))
                .contains(
                        new Standing("alice", "fence", "default", true, false),
                        new Standing("manager", "default", "default", true, true))
                .hasSameSizeAs(bench.broker().configuration().clientUsernames().all());
        assertThat(get(profiles.standingOf("manager", Urgency.PROVE)))
                .contains(new Standing("manager", "default", "default", true, true));
        assertThat(get(profiles.standingOf("nobody", Urgency.PROVE))).isEmpty();
    }

    @Test
    void bothProfilesAreChangedTogether() {
        bench.broker().configuration().clientProfiles().put(ClientProfile.created("gold"));
        ensure(ProfileSpec.MANAGED);

        get(profiles.put("bob", "usher_managed", Optional.of("gold"), Urgency.GRANT));

        ClientUsername bob = bench.broker().configuration().clientUsernames().get("bob");
        assertThat(bob.aclProfile()).isEqualTo("usher_managed");
        assertThat(bob.clientProfile()).isEqualTo("gold");
    }

    @Test
    void aTierThatDoesNotExistIsRefusedAndNothingChanges() {
        ensure(ProfileSpec.MANAGED);
        ClientUsername before = bench.broker().configuration().clientUsernames().get("bob");
        SmfTarget bob = bench.smf("bob", "desk");

        assertThatThrownBy(() -> get(profiles.put("bob", "usher_managed", Optional.of("gold"), Urgency.GRANT)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("client profile gold does not exist", "create it");

        assertThat(bench.broker().configuration().clientUsernames().get("bob")).isEqualTo(before);
        bob.subscribe("still/connected");
    }

    @Test
    void anotherReasonIsNotTakenForAMissingTier() {
        assertThatThrownBy(() -> get(profiles.put("nobody", "usher_managed", Optional.of("default"), Urgency.GRANT)))
                .isInstanceOf(BrokerUnavailableException.class);
    }
}
