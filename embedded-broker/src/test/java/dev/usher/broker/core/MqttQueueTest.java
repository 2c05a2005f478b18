package dev.usher.broker.core;

import static dev.usher.broker.core.TestBroker.guaranteed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class MqttQueueTest {

    private static final MqttQueueLimits LIMITS = new MqttQueueLimits(5, 40, 2);

    /** The other end: what came over the connection, in order, and what is not acknowledged yet. */
    private static final class Receiver {
        final List<String> firstTime = new ArrayList<>();
        final Map<Integer, String> open = new LinkedHashMap<>();

        MqttQueue.Sender sender() {
            return (message, packetId, duplicate) -> {
                String text = message.topic();
                assertThat(duplicate).isEqualTo(open.containsKey(packetId));
                if (duplicate) {
                    assertThat(open).containsEntry(packetId, text);
                } else {
                    firstTime.add(text);
                    open.put(packetId, text);
                }
                assertThat(open.size()).isLessThanOrEqualTo(LIMITS.inFlight());
            };
        }
    }

    private enum Step {
        OFFER,
        OFFER_BIG,
        ATTACH,
        DETACH,
        ACK_FIRST,
        ACK_LAST,
        ACK_UNKNOWN
    }

    /**
     * Whatever happens: never more than the limits, everything taken is sent first in the order it came, nothing is sent
     * that was not offered, and taken plus discarded is offered.
     */
    @Property
    void isBoundedInOrderAndInventsNothing(@ForAll("steps") List<Step> steps) {
        MqttQueue queue = new MqttQueue();
        Receiver receiver = new Receiver();
        List<String> taken = new ArrayList<>();
        int offered = 0;
        int acknowledged = 0;
        for (Step step : steps) {
            switch (step) {
                case OFFER, OFFER_BIG -> {
                    String topic = (step == Step.OFFER ? "t" : "a-much-longer-topic-") + offered++;
                    long before = queue.discarded();
                    queue.offer(guaranteed(topic, ""), Instant.EPOCH, LIMITS);
                    if (queue.discarded() == before) {
                        taken.add(topic);
                    }
                }
                case ATTACH -> {
                    queue.detach();
                    queue.attach(receiver.sender(), LIMITS);
                }
                case DETACH -> queue.detach();
                case ACK_FIRST, ACK_LAST -> {
                    List<Integer> ids = List.copyOf(receiver.open.keySet());
                    if (!ids.isEmpty()) {
                        int id = ids.get(step == Step.ACK_FIRST ? 0 : ids.size() - 1);
                        receiver.open.remove(id);
                        assertThat(queue.acknowledge(id, LIMITS)).isTrue();
                        acknowledged++;
                    }
                }
                case ACK_UNKNOWN ->
                    assertThat(queue.acknowledge(65_535, LIMITS)).isFalse();
            }
            assertThat(queue.count()).isEqualTo(taken.size() - acknowledged).isLessThanOrEqualTo(LIMITS.messages());
            assertThat(queue.bytes()).isBetween(0L, LIMITS.bytes());
            assertThat(queue.taken() + queue.discarded()).isEqualTo(offered);
            assertThat(receiver.firstTime).isEqualTo(taken.subList(0, receiver.firstTime.size()));
        }
        queue.attach(receiver.sender(), LIMITS);
        while (!receiver.open.isEmpty()) {
            int id = receiver.open.keySet().iterator().next();
            receiver.open.remove(id);
            queue.acknowledge(id, LIMITS);
        }
        assertThat(receiver.firstTime).isEqualTo(taken);
        assertThat(queue.count()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.just(Step.OFFER)), Tuple.of(6, Arbitraries.of(Step.class)))
                .list()
                .ofMaxSize(60);
    }

    @Test
    void aQueueOfNoBytesKeepsTheNewestOnly() {
        MqttQueue queue = new MqttQueue();
        MqttQueueLimits newest = new MqttQueueLimits(5, 0, 2);
        for (String topic : List.of("a", "b", "c")) {
            queue.offer(guaranteed(topic, "x"), Instant.EPOCH, newest);
        }
        assertThat(queue.messages()).extracting(MqttStoredMessage::topic).containsExactly("c");
        assertThat(queue.discarded()).isEqualTo(2);
    }

    @Test
    void packetIdsGoRoundAndSkipThoseInFlight() {
        MqttQueue queue = new MqttQueue();
        MqttQueueLimits limits = new MqttQueueLimits(10, 1_000, 3);
        List<Integer> ids = new ArrayList<>();
        queue.attach((message, packetId, duplicate) -> ids.add(packetId), limits);
        queue.offer(guaranteed("kept", ""), Instant.EPOCH, limits);
        for (int i = 0; i < 65_534; i++) {
            queue.offer(guaranteed("t", ""), Instant.EPOCH, limits);
            queue.acknowledge(ids.get(ids.size() - 1), limits);
        }
        queue.offer(guaranteed("t", ""), Instant.EPOCH, limits);
        assertThat(ids.get(0)).isEqualTo(1);
        assertThat(ids.get(ids.size() - 2)).isEqualTo(65_535);
        assertThat(ids.get(ids.size() - 1)).isEqualTo(2);
        assertThat(new TreeSet<>(ids)).hasSize(65_535);
    }
}
