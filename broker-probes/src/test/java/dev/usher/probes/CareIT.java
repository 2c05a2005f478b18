package dev.usher.probes;

import static dev.usher.probes.Catalogue.fact;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.SempFault;
import dev.usher.broker.switches.BrokerSwitches;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker belongs to somebody else: probes take away what they made, touch nothing else, and stop when they may not. */
class CareIT {
    private EmbeddedBroker broker;
    private Prober prober;

    @BeforeEach
    void start() {
        broker = Embedded.start(BrokerSwitches.defaults());
        prober = new Prober(Embedded.underTest(broker));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void whatACrashedRunLeftIsSweptAndNothingElse() throws Exception {
        BrokerUnderTest target = Embedded.underTest(broker);
        Lab theirs = new Lab(target, new Semp(target));
        theirs.mqttSession("somebody-elses", session -> {});
        // Neither is closed, as after a crash: the second one stands for the process that has ended.
        Lab crashed = new Lab(target, new Semp(target));
        crashed.mqttSession(crashed.name("session"), session -> {});
        crashed.smf(crashed.fenced("alice", crashed.topic("a"))).close();
        crashed.durable(crashed.username("bob"), "m", 0).disconnect();
        assertThat(prober.remains()).hasSize(7);

        assertThat(prober.sweep()).isEmpty();

        assertThat(prober.remains()).isEmpty();
        assertThat(broker.mqttSessions().all()).extracting(s -> s.clientId()).containsExactly("somebody-elses");
        assertThat(broker.configuration().aclProfiles().find("default")).isPresent();
        assertThat(broker.configuration().clientUsernames().find("default")).isPresent();
    }

    @Test
    void wrongCredentialsAreSaid() {
        BrokerUnderTest target = Embedded.underTest(broker).withAdmin(new BrokerUnderTest.Admin("admin", "wrong"));

        Finding finding = new Prober(target).ask(fact("acl-cover-wider-filter"));

        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.answer().detail())
                .contains("lacks the right", "HTTP 401")
                .doesNotContain("wrong");
    }

    @Test
    void aRightThatIsMissingIsSaid() {
        broker.faults().semp(SempFault.refuse(400, 72, "Command prohibited").forMethod("POST"));

        Finding finding = prober.ask(fact("acl-cover-wider-filter"));

        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.answer().detail()).contains("lacks the right", "code 72", "Command prohibited");
    }

    @Test
    void withoutTheRightToMakeClientProfilesTheOthersAreStillAnswered() {
        broker.faults()
                .semp(SempFault.refuse(400, 72, "Command prohibited")
                        .forMethod("POST")
                        .forPath("/clientProfiles"));

        assertThat(prober.ask(fact("acl-cover-wider-filter")).verdict()).isEqualTo(Verdict.AS_DOCUMENTED);
        assertThat(prober.ask(fact("eliding-to-mqtt")).answer().detail()).contains("global/mesh-manager");
    }

    @Test
    void withoutAnMqttListenerWhatNeedsOneIsNotTold() {
        BrokerUnderTest target = BrokerUnderTest.of(
                        broker.smfHost(), broker.sempUri(), broker.vpn(), new BrokerUnderTest.Admin("admin", "admin"))
                .withSempPause(Duration.ZERO);

        assertThat(new Prober(target).ask(fact("mqtt-will")).answer().detail()).contains("no MQTT listener");
    }

    @Test
    void everythingIsSubscribedOnlyWhereAllowed() {
        broker.faults()
                .semp(SempFault.refuse(400, 72, "Nothing may be made for it").forMethod("POST"));
        BrokerUnderTest foreign = Embedded.underTest(broker).withEverything(false);

        Finding finding = new Prober(foreign).ask(fact("login-inbox-is-private"));

        assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(finding.answer().detail()).contains("not asked", "-Dbroker.everything=true");
    }

    @Test
    void whatTheMessageVpnDoesNotPublishIsNotTurnedOn() {
        broker.configuration().updateSettings(s -> s.withClientEvents(false));

        Finding finding = prober.ask(fact("event-connect"));

        assertThat(finding.answer().detail()).contains("eventPublishClientEnabled", "is off");
        assertThat(broker.configuration().settings().clientEvents()).isFalse();
    }

    @Test
    void aReportHasTheAnswersInTheOrderOfTheQuestions() {
        Report report = prober.askAll(List.of(fact("semp-not-found-code"), fact("acl-fresh-profile")));

        assertThat(report.broker()).startsWith("usher, SEMP ");
        assertThat(report.findings())
                .extracting(f -> f.fact().id())
                .containsExactly("semp-not-found-code", "acl-fresh-profile");
        assertThat(report.differences()).isEmpty();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsWaitedForNoLongerThanAsked() {
        broker.faults().semp(SempFault.swallow());

        Prober hasty = new Prober(Embedded.underTest(broker).withPatience(Duration.ofMillis(200)));

        assertThat(hasty.ask(fact("acl-cover-wider-filter")).answer().detail()).contains("no answer to POST");
        broker.faults().clear();
    }

    @Test
    void oneRequestThatIsNotAnsweredLeavesNothingBehind() throws Exception {
        Lab lab = hastyLab();
        lab.username("alice");
        lab.mqtt(lab.username("bob"), "m");
        lab.durable(lab.username("carol"), "d", 0);
        broker.faults().semp(SempFault.swallow().forMethod("DELETE").times(1));
        broker.faults().semp(SempFault.refuse(400, 11, "Busy").forMethod("GET").forPath("/config/"));

        lab.close();

        broker.faults().clear();
        assertThat(prober.remains()).isEmpty();
        assertThat(broker.mqttSessions().all()).isEmpty();
    }

    @Test
    void aSweepGoesOnAfterWhatItCannotDo() {
        Lab crashed = hastyLab();
        crashed.username("alice");
        crashed.mqttSession(crashed.name("session"), session -> {});
        broker.faults().semp(SempFault.swallow().forMethod("DELETE").times(1));
        broker.faults().semp(SempFault.refuse(400, 11, "Busy").forMethod("GET").forPath("/mqttSessions"));

        assertThat(hasty().sweep())
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .startsWith("/mqttSessions cannot be listed")
                .contains("Busy");

        assertThat(prober.remains())
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .startsWith("/mqttSessions cannot be listed");
        broker.faults().clear();
        assertThat(prober.remains())
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("/mqttSessions/" + crashed.name("session"));
    }

    @Test
    void aUsernameThatCannotBeDeletedIsDisabledAndNamed() {
        Lab crashed = hastyLab();
        String alice = crashed.username("alice").name();
        broker.faults()
                .semp(SempFault.refuse(400, 72, "Command prohibited")
                        .forMethod("DELETE")
                        .forPath("/clientUsernames/"));

        assertThat(prober.sweep())
                .anySatisfy(left -> assertThat(left)
                        .contains(
                                "/clientUsernames/" + alice,
                                "HTTP 400, code 72 ",
                                "Command prohibited; it is disabled"));

        assertThat(broker.configuration().clientUsernames().find(alice))
                .hasValueSatisfying(user -> assertThat(user.enabled()).isFalse());
    }

    @Test
    void aUsernameThatStaysEnabledIsSaid() {
        String alice = hastyLab().username("alice").name();
        broker.faults().semp(SempFault.refuse(400, 72, "Command prohibited").forPath("/clientUsernames/" + alice));

        assertThat(prober.sweep()).anySatisfy(left -> assertThat(left).contains(alice, "IT IS STILL ENABLED"));
    }

    @Test
    void whatIsLeftIsSaidWhenTheProbeFailsAsWell() {
        Fact failing = Fact.about(Area.SEMP, "failing").asks("?").matters("!").by(lab -> {
            lab.username("alice");
            throw new CannotTell("the probe's own reason");
        });
        broker.faults().semp(SempFault.refuse(400, 72, "Command prohibited").forMethod("DELETE"));

        assertThat(prober.ask(failing).answer().detail())
                .contains("the probe's own reason", "could not be removed", "_alice");
    }

    @Test
    void anInterruptedProbeCleansUp() {
        Fact interrupted = Fact.about(Area.SEMP, "interrupted")
                .asks("?")
                .matters("!")
                .by(lab -> {
                    lab.username("alice");
                    throw new InterruptedException("by the test");
                });
        Fact flagged = Fact.about(Area.SEMP, "flagged").asks("?").matters("!").by(lab -> {
            lab.username("alice");
            Thread.currentThread().interrupt();
            return Answer.of("done");
        });

        assertThat(prober.ask(interrupted).answer().detail()).isEqualTo("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(prober.ask(flagged).answer().value()).hasValue("done");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(prober.remains()).isEmpty();
    }

    @Test
    void sempIsNeverAskedFasterThanAllowed() {
        Semp paced = new Semp(Embedded.underTest(broker).withSempPause(Duration.ofMillis(20)));
        long start = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            paced.get(paced.config("/aclProfiles"));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    /** Waits for an answer long enough for a busy machine, and not long if none comes. */
    private BrokerUnderTest impatient() {
        return Embedded.underTest(broker).withPatience(Duration.ofSeconds(2));
    }

    private Prober hasty() {
        return new Prober(impatient());
    }

    private Lab hastyLab() {
        return new Lab(impatient(), new Semp(impatient()));
    }
}
