package dev.usher.broker.core;

import static dev.usher.broker.core.TestBroker.guaranteed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A durable session through comings and goings, against a model that is a map of filters. */
class MqttSessionPropertyTest {

    private static final MqttQueueLimits LIMITS = new MqttQueueLimits(4, 1_000, 2);

    private enum What {
        SUBSCRIBE_0,
        SUBSCRIBE_1,
        MANAGE_0,
        MANAGE_1,
        UNSUBSCRIBE,
        PUBLISH,
        LEAVE,
        COME,
        COME_CLEAN,
        ACKNOWLEDGE
    }

    private record Step(What what, String topic) {}

    private static final class World {
        final TestBroker broker = new TestBroker();
        final MqttSessions sessions = broker.core.mqttSessions();
        final Client publisher = broker.login("bob", "publisher");
        final Map<Filter, Integer> filters = new HashMap<>();
        final List<String> mayArrive = new ArrayList<>();
        final List<String> arrived = new ArrayList<>();
        Client dev;
        boolean clean;
        int published;

        World() {
            broker.vpn.mqttQueueLimits(LIMITS);
            dev = broker.loginDurable("alice", "dev");
        }

        void take(Step step) {
            Filter filter = Filter.mqtt(step.topic());
            switch (step.what()) {
                case SUBSCRIBE_0, SUBSCRIBE_1 -> {
                    int qos = step.what() == What.SUBSCRIBE_1 ? 1 : 0;
                    if (dev != null) {
                        dev.subscribe(filter, qos);
                        filters.put(filter, qos);
                    }
                }
                case MANAGE_0, MANAGE_1 -> {
                    int qos = step.what() == What.MANAGE_1 ? 1 : 0;
                    if (sessions.find("dev").isPresent() && filters.putIfAbsent(filter, qos) == null) {
                        sessions.addSubscription("dev", filter, qos);
                    }
                }
                case UNSUBSCRIBE -> {
                    if (dev != null) {
                        dev.unsubscribe(filter);
                        filters.remove(filter);
                    }
                }
                case PUBLISH -> publish(step.topic().replace("#", "x").replace("+", "x"));
                case LEAVE -> leave();
                case COME, COME_CLEAN -> come(step.what() == What.COME_CLEAN);
                case ACKNOWLEDGE -> {
                    if (dev != null) {
                        List<String> seen = broker.port(dev).guaranteed;
                        if (!seen.isEmpty()) {
                            String last = seen.get(seen.size() - 1);
                            dev.acknowledge(
                                    Integer.parseInt(last.substring(0, last.indexOf(last.contains("!") ? '!' : ':'))));
                        }
                    }
                }
            }
        }

        private void publish(String topic) {
            String text = String.valueOf(published++);
            int qos = filters.entrySet().stream()
                    .filter(e -> e.getKey().matches(topic))
                    .mapToInt(Map.Entry::getValue)
                    .max()
                    .orElse(-1);
            int before = dev == null ? 0 : broker.port(dev).received.size();
            publisher.publish(guaranteed(topic, text));
            if (qos == 1) {
                mayArrive.add(topic + "=" + text);
            }
            boolean direct = dev != null && broker.port(dev).received.size() > before;
            assertThat(direct).isEqualTo(dev != null && qos == 0);
        }

        private void leave() {
            if (dev != null) {
                collect();
                dev.close("test");
                dev = null;
                if (clean) {
                    filters.clear();
                    mayArrive.removeIf(m -> !arrived.contains(m));
                }
            }
        }

        private void come(boolean wantClean) {
            leave();
            if (wantClean) {
                filters.clear();
                mayArrive.removeIf(m -> !arrived.contains(m));
            }
            clean = wantClean;
            dev = wantClean ? broker.login(Protocol.MQTT, "alice", "dev") : broker.loginDurable("alice", "dev");
        }

        /** What came on this connection for the first time. */
        private void collect() {
            broker.port(dev).guaranteed.stream()
                    .filter(s -> !s.contains("!:"))
                    .map(s -> s.substring(s.indexOf(':') + 1))
                    .forEach(arrived::add);
        }

        void check() {
            if (dev != null) {
                collect();
            }
            Set<String> once = new HashSet<>(arrived);
            assertThat(arrived).hasSameSizeAs(once);
            List<String> inOrder = mayArrive.stream().filter(once::contains).toList();
            assertThat(arrived).isEqualTo(inOrder);
            sessions.find("dev").ifPresent(s -> {
                MqttQueueStatus queue = s.status().queue();
                assertThat(queue.messages()).isLessThanOrEqualTo(LIMITS.messages());
                assertThat(queue.inFlight()).isLessThanOrEqualTo(LIMITS.inFlight());
                assertThat(s.subscriptionSet().all().stream()
                                .filter(x -> x.origin() != Subscription.Origin.BROKER)
                                .map(Subscription::filter))
                        .containsExactlyInAnyOrderElementsOf(filters.keySet());
            });
            int inboxes = dev == null ? 0 : 1;
            assertThat(broker.core.subscriptionCount()).isEqualTo(filters.size() + inboxes);
        }
    }

    /** Nothing arrives that no filter matched when it was published, nothing twice, nothing out of order, nothing unbounded. */
    @Property
    void deliversOnlyWhatMatchedInOrder(@ForAll("steps") List<Step> steps) {
        World world = new World();
        steps.forEach(world::take);
        world.check();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.of(What.class), Arbitraries.of("a", "a/b", "a/#", "a/+", "b", "b/#"))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }
}
