package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.Facade.CALLER;
import static dev.usher.entitlements.core.Facade.done;
import static dev.usher.entitlements.core.Facade.failure;
import static dev.usher.entitlements.core.Facade.tab;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private final Facade facade =
            new Facade().product("us", "US/>").product("nasdaq", "US/NASDAQ/>").user("alice", "us", "nasdaq");
    private final Instant now = facade.time.instant();

    private Verdict check(String topic) {
        return done(facade.usher().check("alice", List.of(topic))).get(0);
    }

    private void assertRefused(String topic, String... words) {
        Verdict verdict = check(topic);
        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.products()).isEmpty();
        assertThat(verdict.reason()).contains(words);
    }

    private void grant(Optional<Instant> from, Optional<Instant> until) {
        facade.define(new Intent.DefineUser(new UserDefinition(
                new User(
                        "alice",
                        new TreeSet<>(),
                        List.of(new Grant("us", from, until)),
                        UserStatus.ACTIVE,
                        Optional.empty(),
                        Map.of("local", "alice")),
                Optional.empty())));
    }

    @Test
    void answersInTheOrderAskedWithTheProductsThatGiveIt() {
        List<Verdict> verdicts =
                done(facade.usher().check("alice", List.of("EU/X", "US/NASDAQ/AAPL", "US/NYSE/>", "US/NASDAQ/*")));

        assertThat(verdicts)
                .extracting(Verdict::topic)
                .containsExactly("EU/X", "US/NASDAQ/AAPL", "US/NYSE/>", "US/NASDAQ/*");
        assertThat(verdicts).extracting(Verdict::allowed).containsExactly(false, true, true, true);
        assertThat(verdicts.get(1).products()).containsExactly("nasdaq", "us");
        assertThat(verdicts.get(1).reason()).isEqualTo("granted by products nasdaq, us");
        assertThat(verdicts.get(2).reason()).isEqualTo("granted by product us");
    }

    @Test
    void whatNobodyGrantedIsNotGranted() {
        assertRefused("EU/X", "not granted");
    }

    @Test
    void aWiderFilterIsGrantedInPart() {
        facade.user("alice", "nasdaq");

        assertRefused("US/>", "only in part", "US/NASDAQ/>");
    }

    @Test
    void aTopicThatCannotBeReadDoesNotSpoilTheOthers() {
        List<Verdict> verdicts = done(facade.usher().check("alice", List.of("US//x", "US/A")));

        assertThat(verdicts.get(0).allowed()).isFalse();
        assertThat(verdicts.get(0).reason()).contains("level 2");
        assertThat(verdicts.get(1).allowed()).isTrue();
    }

    @Test
    void aSuspendedUserMaySeeNothing() {
        facade.define(new Intent.SetStatus("alice", UserStatus.SUSPENDED));

        assertRefused("US/A", "alice", "suspended");
    }

    @Test
    void aGrantThatBeginsLaterSaysWhen() {
        Instant from = now.plus(Duration.ofDays(1));
        grant(Optional.of(from), Optional.empty());

        assertRefused("US/A", "only from " + from, "product us", "user alice");
    }

    @Test
    void aGrantThatHasEndedSaysWhen() {
        grant(Optional.empty(), Optional.of(now));

        assertRefused("US/A", "only until " + now, "product us");
        assertRefused("EU/A", "not granted");
    }

    @Test
    void aGrantOfAGroupSaysWhose() {
        Instant from = now.plus(Duration.ofDays(1));
        facade.define(new Intent.DefineGroup(new Group(
                "traders",
                List.of(new Grant("us", Optional.of(from), Optional.empty())),
                FenceMode.MANAGED,
                Optional.empty())));
        facade.define(new Intent.DefineUser(new UserDefinition(
                new User("alice", Set.of("traders"), Set.of(), UserStatus.ACTIVE, Map.of("local", "alice")),
                Optional.empty())));

        assertRefused("US/A", "only from " + from, "group traders");
    }

    @Test
    void whatIsGrantedAndStillNotOnASeatSaysWhy() {
        facade.broker.connect(tab("tab"), "alice");
        facade.broker.script = request -> request.startsWith("add US/NASDAQ")
                ? Optional.of(new dev.usher.entitlements.core.port.Subscriptions.Outcome.Refused("too many"))
                : Optional.empty();
        done(facade.usher().openSeat(Facade.request("alice", "tab"), CALLER, Optional.empty(), Duration.ZERO));

        Verdict verdict = check("US/NASDAQ/AAPL");

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.reason()).contains("granted by", "not on seat seat-1", "too many");
        assertThat(check("US/NYSE/IBM").reason()).isEqualTo("granted by product us");
    }

    @Test
    void noticesAreReserved() {
        assertRefused("usher/notice/x", "reserved");
    }

    @Test
    void anUnknownUserIsNotFound() {
        assertThat(failure(facade.usher().check("bob", List.of("US/A")))).isInstanceOf(NotFoundException.class);
    }
}
