package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.MappingWatch.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MappingWatchTest {

    private EditableConfig file;
    private MappingWatch watch;

    @BeforeEach
    void start() {
        file = new EditableConfig(RunningBridge.settings("localhost:9092", "tcp://localhost:55555", "PRICES"));
        watch = new MappingWatch(file.revision(), file);
    }

    @Test
    void nothingIsDecidedWhileNothingChanges() {
        assertThat(watch.look()).isEmpty();
        assertThat(watch.look()).isEmpty();
    }

    /** A file that is just being written may be valid half-way. */
    @Test
    void aChangeCountsWhenItIsThereTwice() {
        file.routes("PRICES", "half/{s}");
        assertThat(watch.look()).isEmpty();
        file.routes("PRICES", "whole/{s}");
        assertThat(watch.look()).isEmpty();

        Decision decision = watch.look().orElseThrow();
        assertThat(decision.mapping().orElseThrow().topics()).containsExactly("PRICES");
        assertThat(decision.problems()).isEmpty();
        assertThat(decision.needRestart()).isEmpty();
        assertThat(watch.look()).as("once").isEmpty();
    }

    @Test
    void aWrongMappingIsRefusedOnceWithAllItsProblems() {
        file.set("routes", List.of(Map.of("from", "PRICES", "topic", "{", "elidng", true)));

        Decision decision = decision();
        assertThat(decision.mapping()).isEmpty();
        assertThat(decision.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("routes[0].topic: "))
                .anySatisfy(problem -> assertThat(problem).startsWith("routes[0].elidng: "));
        assertThat(watch.look()).isEmpty();
    }

    @Test
    void whatStoodThereBeforeIsNoNewMapping() {
        file.routes("PRICES", "{");
        assertThat(decision().problems()).isNotEmpty();

        file.routes("PRICES", "PRICES/{s}");
        assertThat(decision()).isEqualTo(new Decision(Optional.empty(), List.of(), Set.of()));
    }

    @Test
    void eachOfSeveralChangesIsFollowed() {
        file.routes("PRICES", "a/{s}");
        assertThat(decision().mapping()).isPresent();
        file.routes("PRICES", "b/{s}");
        assertThat(decision().mapping()).isPresent();
        file.routes("PRICES", "a/{s}");
        assertThat(decision().mapping()).isPresent();
    }

    @Test
    void otherKafkaTopicsAreRefused() {
        file.routes("PRICES", "a/{s}", "TRADES", "t/{s}");
        assertThat(decision().problems())
                .containsExactly("bridge.routes: they read the Kafka topics [PRICES, TRADES], the running bridge reads"
                        + " [PRICES]; restart it to read others");
        file.routes("TRADES", "t/{s}");
        assertThat(decision().problems()).isNotEmpty();
    }

    /** What waits by the rules of strict order could be sent after what is newer and goes by others. */
    @Test
    void anotherDeliveryOrOrderingIsRefused() {
        start(route("quotes", "guaranteed", "strict"), route("others", "direct", "pipelined"));

        file.set("routes", List.of(route("quotes", "guaranteed", "pipelined"), route("others", "direct", "pipelined")));
        assertThat(decision())
                .isEqualTo(new Decision(
                        Optional.empty(),
                        List.of("bridge.routes: quotes has delivery guaranteed and ordering pipelined, in the running"
                                + " bridge delivery guaranteed and ordering strict; restart it to use that"),
                        Set.of()));
        file.set("routes", List.of(route("quotes", "direct", "pipelined"), route("others", "guaranteed", "strict")));
        assertThat(decision().problems()).hasSize(2);
    }

    @Test
    void aRouteThatBringsOrTakesAWayOfDeliveryIsRefused() {
        start(route("quotes", "guaranteed", "strict"));
        file.set("routes", List.of(route("other", "direct", "pipelined"), route("quotes", "guaranteed", "strict")));
        assertThat(decision().problems())
                .containsExactly("bridge.routes: other is new and has delivery direct, in the running bridge the routes"
                        + " from PRICES have delivery guaranteed and ordering strict; restart it to use that");
        file.set("routes", List.of(route("other", "guaranteed", "strict"), route("quotes", "guaranteed", "strict")));
        assertThat(decision().mapping()).isPresent();

        start(route("quotes", "guaranteed", "strict"), route("other", "direct", "pipelined"));
        file.set("routes", List.of(route("other", "direct", "pipelined")));
        assertThat(decision().problems())
                .containsExactly("bridge.routes: quotes is gone and has delivery guaranteed and ordering strict in the"
                        + " running bridge, the routes left from PRICES have delivery direct; restart it to use that");
    }

    private void start(Map<?, ?>... routes) {
        file.set("routes", List.of(routes));
        watch = new MappingWatch(file.revision(), file);
    }

    /** One of several of a Kafka topic. */
    private static Map<String, Object> route(String name, String delivery, String ordering) {
        return Map.of(
                "name",
                name,
                "from",
                "PRICES",
                "when",
                "{s} == '" + name + "'",
                "topic",
                "PRICES/{s}",
                "delivery",
                delivery,
                "ordering",
                ordering);
    }

    /** The routes of a file that is wrong elsewhere are not used either: the next start would fail. */
    @Test
    void aFileThatIsWrongElsewhereIsRefused() {
        file.routes("PRICES", "a/{s}");
        file.set("flow", Map.of("queueSize", "many"));

        Decision decision = decision();
        assertThat(decision.mapping()).isEmpty();
        assertThat(decision.problems()).singleElement().asString().startsWith("flow.queueSize: ");
    }

    @Test
    void whatNeedsARestartIsNamedWithoutItsValue() {
        file.routes("PRICES", "a/{s}");
        file.set("flow", Map.of("queueSize", 7));
        file.set(
                "solace",
                Map.of(
                        "hosts", List.of("tcp://elsewhere:55555"),
                        "vpn", "default",
                        "username", "bridge",
                        "password", "another-password",
                        "reconnect", Map.of("retries", 0, "retriesPerHost", 0)));

        Decision decision = decision();
        assertThat(decision.mapping()).isPresent();
        assertThat(decision.needRestart())
                .containsExactly("bridge.flow", "bridge.solace.hosts", "bridge.solace.password");

        file.routes("PRICES", "b/{s}");
        assertThat(decision().needRestart()).as("still, not only at the change").hasSize(3);
    }

    @Test
    void aFileThatIsGoneIsAProblemAndNotTheEnd() {
        file.remove();
        assertThat(decision().problems()).containsExactly("file does not exist");
        assertThat(watch.look()).isEmpty();
    }

    /** What nobody thought of is refused aloud too, and the next change is looked at as any other. */
    @Test
    void aDefectIsARefusal() {
        EditableConfig broken = file;
        watch = new MappingWatch(file.revision(), new RevisionSource() {
            @Override
            public String text() {
                return broken.text();
            }

            @Override
            public BridgeRevision parse(String text) {
                if (text.contains("bad/")) {
                    throw new IllegalStateException("secret");
                }
                return broken.parse(text);
            }
        });
        file.routes("PRICES", "bad/{s}");
        assertThat(decision().problems()).singleElement().asString().contains("IllegalStateException", "log");
        file.routes("PRICES", "good/{s}");
        assertThat(decision().mapping()).isPresent();
    }

    @Test
    void aMappingThatWasNotUsedIsANewOneStill() {
        file.routes("PRICES", "a/{s}");
        assertThat(decision().mapping()).isPresent();
        watch.notUsed();
        file.set("flow", Map.of("queueSize", 7));
        assertThat(decision().mapping()).isPresent();
    }

    private Decision decision() {
        assertThat(watch.look()).isEmpty();
        return watch.look().orElseThrow();
    }
}
