package dev.usher.broker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.OboFault;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs classes with {@link TestBroker} as JUnit does, and looks at what they saw and what became of their brokers. */
class BrokerForTestsIT {
    /** The brokers that the classes below were given, test by test. */
    private static final List<EmbeddedBroker> SEEN = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    abstract static class LeavesThingsBehind {
        abstract EmbeddedBroker broker();

        @Test
        @Order(1)
        void changesAndConnects() throws Exception {
            SEEN.add(broker());
            broker().configuration().clientUsernames().delete("alice");
            broker().publish("a", "b");
            MqttTab.connect(broker(), "bob", "tab");
            broker().awaitClient("tab");
        }

        @Test
        @Order(2)
        void findsNothingOfIt() {
            SEEN.add(broker());
            assertThat(broker().clients()).isEmpty();
            assertThat(broker().configuration().clientUsernames().find("alice")).isPresent();
        }
    }

    static class StaticField extends LeavesThingsBehind {
        @TestBroker
        static final EmbeddedBroker BROKER = started();

        @Override
        EmbeddedBroker broker() {
            return BROKER;
        }
    }

    @Test
    void aStaticFieldIsOneBrokerThatIsResetAfterEachTestAndClosedAfterAll() {
        assertThat(failures(StaticField.class)).isEmpty();

        assertThat(SEEN).hasSize(2).containsOnly(StaticField.BROKER);
        assertClosed(StaticField.BROKER);
    }

    static class NotReset extends LeavesThingsBehind {
        @TestBroker(reset = false)
        static final EmbeddedBroker BROKER = started();

        @Override
        EmbeddedBroker broker() {
            return BROKER;
        }
    }

    @Test
    void withoutResetTheNextTestFindsWhatWasLeft() {
        assertThat(failures(NotReset.class)).hasSize(1).first().asString().contains("tab");
        assertClosed(NotReset.BROKER);
    }

    static class InstanceField extends LeavesThingsBehind {
        @TestBroker
        final EmbeddedBroker own = started();

        @Override
        EmbeddedBroker broker() {
            return own;
        }
    }

    @Test
    void anInstanceFieldIsABrokerForEachTest() {
        assertThat(failures(InstanceField.class)).isEmpty();

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates().allSatisfy(BrokerForTestsIT::assertClosed);
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance extends LeavesThingsBehind {
        @TestBroker
        final EmbeddedBroker own = started();

        @BeforeAll
        void isThereAlready(EmbeddedBroker broker) {
            assertThat(broker).isSameAs(own);
        }

        @Override
        EmbeddedBroker broker() {
            return own;
        }
    }

    @Test
    void anInstanceFieldOfAnInstanceForAllTestsIsForAllTests() {
        assertThat(failures(OneInstance.class)).isEmpty();

        assertThat(SEEN).hasSize(2);
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
        assertClosed(SEEN.get(0));
    }

    @TestBroker
    static class OnTheClass {
        @Test
        void parameter(EmbeddedBroker broker) {
            SEEN.add(broker);
            assertThat(broker.clients()).isEmpty();
        }

        @Nested
        class Inside {
            @Test
            void theSame(EmbeddedBroker broker) {
                SEEN.add(broker);
            }
        }
    }

    @Test
    void aClassHasABrokerAsParameterInNestedClassesToo() {
        assertThat(failures(OnTheClass.class)).isEmpty();

        assertThat(SEEN).hasSize(2);
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
        assertClosed(SEEN.get(0));
    }

    static class EmptyFields {
        @TestBroker
        static EmbeddedBroker shared;

        @TestBroker
        EmbeddedBroker own;

        @Test
        void bothAreStarted() {
            assertThat(shared).isNotSameAs(own);
            SEEN.addAll(List.of(shared, own));
            assertThat(shared.smfPort()).isNotEqualTo(own.smfPort());
        }
    }

    @Test
    void emptyFieldsGetBrokers() {
        assertThat(failures(EmptyFields.class)).isEmpty();
        assertThat(SEEN).hasSize(2).allSatisfy(BrokerForTestsIT::assertClosed);
    }

    static class TwoToChooseFrom extends EmptyFields {
        @Test
        void whichOne(EmbeddedBroker broker) {
            SEEN.add(broker);
        }
    }

    @Test
    void aParameterThatCouldBeSeveralIsRefused() {
        assertThat(failures(TwoToChooseFrom.class))
                .singleElement()
                .asString()
                .contains("EmptyFields.shared", "EmptyFields.own", "use the fields instead");
    }

    static class WrongType {
        @TestBroker
        static Object broker = "";

        @Test
        void neverRuns() {
            SEEN.add(null);
        }
    }

    @Test
    void aFieldOfAnotherTypeIsRefused() {
        assertThat(failures(WrongType.class)).singleElement().asString().contains("WrongType.broker");
        assertThat(SEEN).isEmpty();
    }

    static class LeavesAClient {
        @TestBroker(refuseLeftClients = true)
        static final EmbeddedBroker BROKER = started();

        @Test
        void forgetsToClose() throws Exception {
            MqttTab.connect(BROKER, "bob", "left");
            BROKER.awaitClient("left");
        }

        @Test
        void closes() throws Exception {
            Socket tab = MqttTab.connect(BROKER, "bob", "closed");
            BROKER.awaitClient("closed");
            tab.close();
        }
    }

    @Test
    void aLeftClientFailsTheTestThatLeftItAndNoOther() {
        assertThat(failures(LeavesAClient.class))
                .singleElement()
                .asString()
                .contains("LeavesAClient.BROKER", "#mqtt/left/", "refuseLeftClients");
    }

    static class ArmsInVain {
        @TestBroker
        static final EmbeddedBroker BROKER = started();

        @Test
        void nobodyMeetsIt() {
            BROKER.faults().obo(OboFault.swallow().forTarget("nobody"));
        }

        @Test
        void needsNone() {
            assertThat(BROKER.faults().armed()).isEmpty();
        }
    }

    static class MayArmInVain {
        @TestBroker(refuseUnusedFaults = false)
        static final EmbeddedBroker BROKER = started();

        @Test
        void nobodyMeetsIt() {
            BROKER.faults().obo(OboFault.swallow());
        }
    }

    @Test
    void aFaultThatNothingMetFailsTheTestThatArmedItAndNoOther() {
        assertThat(failures(ArmsInVain.class))
                .singleElement()
                .asString()
                .contains("ArmsInVain.BROKER", "nobody", "refuseUnusedFaults");
        assertThat(failures(MayArmInVain.class)).isEmpty();
    }

    private static EmbeddedBroker started() {
        return EmbeddedBroker.builder().user("alice", "secret").start();
    }

    private static void assertClosed(EmbeddedBroker broker) {
        assertThatThrownBy(() -> new Socket("127.0.0.1", broker.smfPort()).close())
                .isInstanceOf(IOException.class);
    }

    /** What went wrong, one for each test or class. */
    private static List<Throwable> failures(Class<?> test) {
        List<Throwable> failures = new ArrayList<>();
        LauncherFactory.create().execute(request().selectors(selectClass(test)).build(), new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier id, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
            }
        });
        return failures;
    }
}
