package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.Facade.CALLER;
import static dev.usher.entitlements.core.Facade.WAIT;
import static dev.usher.entitlements.core.Facade.done;
import static dev.usher.entitlements.core.Facade.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.UsernameReport.Standing;
import dev.usher.entitlements.core.Usher.ChangeAnswer;
import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdoptionsTest {
    private final Facade facade =
            new Facade().product("us", "US/>").user("alice", "us").user("bob", "us");

    @BeforeEach
    void usernames() {
        facade.username("alice", "corp", "gold").username("bob", "corp", "gold");
    }

    private Future<ChangeAnswer> adopt(String... names) {
        return facade.usher().adopt("local", Set.of(names), CALLER, WAIT);
    }

    private Future<ChangeAnswer> release(String... names) {
        return facade.usher().release("local", Set.of(names), CALLER);
    }

    private AclProfiles.Standing standing(String name) {
        return facade.broker.usernames.get(name);
    }

    private Adoption adoption(String name) {
        return facade.store.state().adoptions.get("local/" + name);
    }

    private Map<String, UsernameReport> reports() {
        return done(facade.usher().usernames("local")).stream()
                .collect(Collectors.toMap(UsernameReport::clientUsername, Function.identity()));
    }

    private void assertStands(String name, Standing standing, String... words) {
        UsernameReport report = reports().get(name);
        assertThat(report.standing()).isEqualTo(standing);
        assertThat(report.reason()).contains(words);
    }

    @Test
    void everyUsernameIsReportedWithWhatAdoptingItWouldComeTo() {
        facade.username("default", "default", "default")
                .username("#internal", "x", "default")
                .username("usher-manager", "x", "default")
                .username("stranger", "corp", "default")
                .username("managed", "usher_managed", "default")
                .user("managed")
                .user("ghost");
        facade.broker.usernames.put("service", new AclProfiles.Standing("service", "corp", "default", true, true));
        facade.broker.connect("client-b", "alice");
        facade.broker.connect("client-a", "alice");

        assertStands("alice", Standing.ADOPTABLE, "can be adopted");
        assertStands("default", Standing.SHARED, "default");
        assertStands("#internal", Standing.SHARED, "reserved");
        assertStands("usher-manager", Standing.SHARED, "manager");
        assertStands("service", Standing.SHARED, "manager");
        assertStands("stranger", Standing.UNMAPPED, "map a user");
        assertStands("managed", Standing.ADOPTED, "in our care");
        assertStands("ghost", Standing.MISSING, "does not exist");
        UsernameReport alice = reports().get("alice");
        assertThat(alice.user()).contains("alice");
        assertThat(alice.aclProfile()).isEqualTo("corp");
        assertThat(alice.clientProfile()).isEqualTo("gold");
        assertThat(alice.connected()).containsExactly("client-a", "client-b");
        assertThat(done(facade.usher().usernames("local")))
                .extracting(UsernameReport::clientUsername)
                .isSorted();
    }

    @Test
    void onFirstUseIsSaid() {
        facade.adopt = true;

        assertStands("alice", Standing.ADOPTABLE, "first");
    }

    @Test
    void usernamesOfABrokerThatDoesNotAnswerFail() {
        facade.broker.viewDown = true;

        assertThat(failure(facade.usher().usernames("local"))).isInstanceOf(BrokerUnavailableException.class);
        assertThat(failure(facade.usher().usernames("moon"))).isInstanceOf(UnknownReferenceException.class);
    }

    @Test
    void adoptingPutsUsernamesBehindTheirProfileAndRemembersTheWayBack() {
        facade.broker.connect("client", "alice");

        ChangeAnswer answer = done(adopt("alice"));

        assertThat(standing("alice").aclProfile()).isEqualTo("usher_managed");
        assertThat(standing("bob").aclProfile()).isEqualTo("corp");
        assertThat(adoption("alice").formerAclProfile()).isEqualTo("corp");
        assertThat(adoption("alice").formerClientProfile()).contains("gold");
        assertThat(answer.progress().enforced()).isTrue();
        assertThat(answer.progress().change().targets()).allMatch(Change.Target::disconnected);
        assertStands("alice", Standing.ADOPTED, "in our care");
    }

    @Test
    void adoptingAgainKeepsTheWayBack() {
        done(adopt("alice"));
        facade.broker.journal.clear();

        done(adopt("alice", "bob"));

        assertThat(adoption("alice").formerAclProfile()).isEqualTo("corp");
        assertThat(facade.broker.journal).contains("fence bob").doesNotContain("fence alice");
    }

    @Test
    void allAreRefusedIfOneCannotBeAdopted() {
        facade.username("default", "default", "default").username("stranger", "corp", "default");

        Throwable refusal = failure(adopt("alice", "default", "stranger", "nobody"));

        assertThat(refusal)
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("default", "stranger", "nobody does not exist");
        assertThat(facade.store.state().adoptions).isEmpty();
        assertThat(standing("alice").aclProfile()).isEqualTo("corp");
        assertThat(failure(facade.usher().previewAdopt("local", Set.of("default"))))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void usernamesAreMovedAFewAtATimeAndTheAnswerDoesNotWaitForEver() {
        String[] names = IntStream.range(0, 45).mapToObj(i -> "user" + i).toArray(String[]::new);
        for (String name : names) {
            facade.user(name).username(name, "corp", "gold");
        }
        List<Promise<Void>> begun = new ArrayList<>();
        facade.gate = () -> {
            Promise<Void> gate = Promise.promise();
            begun.add(gate);
            return gate.future();
        };

        Future<ChangeAnswer> answer = adopt(names);

        assertThat(begun).hasSize(Adoptions.BATCH);
        List.copyOf(begun).subList(0, Adoptions.BATCH - 1).forEach(Promise::complete);
        assertThat(begun).hasSize(Adoptions.BATCH);
        begun.get(Adoptions.BATCH - 1).complete();
        assertThat(begun).hasSize(2 * Adoptions.BATCH);
        assertThat(answer.isComplete()).isFalse();
        facade.time.advance(WAIT);
        assertThat(done(answer).progress().enforced()).isFalse();
    }

    @Test
    void releasingGivesTheFormerProfilesBack() {
        done(adopt("alice"));
        facade.broker.usernames.put("alice", new AclProfiles.Standing("alice", "usher_managed", "silver", true, false));
        facade.broker.connect("client", "alice");

        done(release("alice"));

        assertThat(standing("alice").aclProfile()).isEqualTo("corp");
        assertThat(standing("alice").clientProfile()).isEqualTo("gold");
        assertThat(facade.broker.tables).isEmpty();
        assertThat(adoption("alice").isOurs()).isFalse();
        assertStands("alice", Standing.ADOPTABLE, "released");
    }

    @Test
    void releasingAgainCompletesWhatWasInterruptedAndDoesNothingElse() {
        done(adopt("alice"));
        facade.define(new Intent.Release("local", Set.of("alice")));
        assertStands("alice", Standing.ADOPTABLE, "release it again");

        done(release("alice"));
        assertThat(standing("alice").aclProfile()).isEqualTo("corp");
        facade.broker.journal.clear();
        facade.username("alice", "changed-since", "gold");
        done(release("alice"));

        assertThat(standing("alice").aclProfile()).isEqualTo("changed-since");
        assertThat(facade.broker.journal).noneMatch(entry -> entry.startsWith("fence"));
    }

    @Test
    void adoptingWhatWasHalfReleasedRemembersWhatItHadAtFirst() {
        done(adopt("alice"));
        facade.define(new Intent.Release("local", Set.of("alice")));

        done(adopt("alice"));

        assertThat(adoption("alice").isOurs()).isTrue();
        assertThat(adoption("alice").formerAclProfile()).isEqualTo("corp");
        assertThat(adoption("alice").formerClientProfile()).contains("gold");
    }

    @Test
    void whatWasNeverAdoptedCannotBeReleased() {
        done(adopt("alice"));

        assertThat(failure(release("alice", "bob")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("bob");
        assertThat(adoption("alice").isOurs()).isTrue();
        assertThat(failure(facade.usher().previewRelease("local", Set.of("bob"))))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void aFormerProfileThatIsGoneIsSaidAfterTheOthersWereGivenBack() {
        facade.username("alice", "deleted-since", "gold");
        done(adopt("alice", "bob"));
        facade.refusedProfiles.add("deleted-since");

        assertThat(failure(release("alice", "bob")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("alice", "deleted-since", "release again");
        assertThat(standing("bob").aclProfile()).isEqualTo("corp");
        assertThat(standing("alice").aclProfile()).isEqualTo("usher_managed");
    }

    @Test
    void aRunThatBeganBeforeTheReleaseIsOverBeforeTheProfilesGoBack() {
        done(adopt("alice"));
        Promise<Void> slow = Promise.promise();
        facade.gate = slow::future;
        facade.core()
                .enforce(done(facade.store.commit(Facade.defining("alice"), CALLER, Optional.empty()))
                        .change());
        facade.gate = Future::succeededFuture;

        Future<ChangeAnswer> released = release("alice");

        assertThat(released.isComplete()).isFalse();
        assertThat(standing("alice").aclProfile()).isEqualTo("usher_managed");
        slow.complete();
        assertThat(released.succeeded()).isTrue();
        assertThat(standing("alice").aclProfile()).isEqualTo("corp");
    }
}
