package dev.usher.broker.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.net.Egress.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EgressTest {
    private final FakeTransport transport = new FakeTransport();
    private final Egress egress = new Egress(transport);

    @Test
    void whatGathersInOneTurnLeavesInOneWriteAndInOrder() {
        message("a", 10);
        egress.control(bytes("b"));
        message("c", 10);
        transport.turn();
        message("d", 10);
        assertThat(transport.writes).containsExactly("abc");
        transport.turn();
        assertThat(transport.writes).containsExactly("abc", "d");
    }

    @Test
    void ordersByPriorityAndKeepsTheOrderWithinOne() {
        message("n1 ", 10);
        egress.message(bytes("m1 "), Priority.MEDIUM, 1, 10, 0);
        egress.message(bytes("h1 "), Priority.HIGH, 1, 10, 0);
        message("n2 ", 10);
        egress.message(bytes("h2 "), Priority.HIGH, 1, 10, 0);
        egress.controlAhead(bytes("first "));
        transport.turn();
        assertThat(transport.writes).containsExactly("first h1 h2 m1 n1 n2 ");
    }

    @Test
    void theOldestGoWhereItIsTooMuchOfEachPriorityByItself() {
        assertThat(egress.message(bytes("a"), Priority.NORMAL, 3, 5, 0)).isZero();
        assertThat(egress.message(bytes("b"), Priority.NORMAL, 3, 5, 0)).isEqualTo(1);
        assertThat(egress.message(bytes("c"), Priority.NORMAL, 2, 5, 0)).isZero();
        assertThat(egress.message(bytes("d"), Priority.HIGH, 5, 5, 0)).isZero();
        assertThat(egress.waiting(Priority.NORMAL)).isEqualTo(5);
        assertThat(egress.message(bytes("e"), Priority.NORMAL, 4, 5, 0)).isEqualTo(2);
        transport.turn();
        assertThat(transport.writes).containsExactly("de");
        assertThat(egress.waiting(Priority.NORMAL)).isZero();
        assertThat(egress.message(bytes("f"), Priority.NORMAL, 6, 5, 0))
                .as("more than fits")
                .isEqualTo(1);
        transport.turn();
        assertThat(transport.writes).containsExactly("de");
    }

    @Test
    void answersNeverGo() {
        egress.control(bytes("1"));
        message("a", 1);
        egress.control(bytes("2"));
        assertThat(message("b", 1)).isEqualTo(1);
        egress.control(bytes("3"));
        assertThat(message("c", 1)).isEqualTo(1);
        egress.control(bytes("4"));
        transport.turn();
        assertThat(transport.writes).containsExactly("123c4");
    }

    @Test
    void theMessageAfterAGapSaysSo() {
        Egress telling = new Egress(transport, 0x20);
        telling.message(bytes("A"), Priority.NORMAL, 1, 1, 0);
        telling.message(bytes("B"), Priority.NORMAL, 1, 1, 0);
        telling.control(bytes("C"));
        transport.turn();
        telling.message(bytes("D"), Priority.NORMAL, 1, 1, 0);
        transport.turn();
        assertThat(transport.writes).containsExactly("bC", "D");
    }

    @Test
    void aBurstIsTakenWhateverItCosts() {
        for (int i = 0; i < 3; i++) {
            assertThat(egress.message(bytes("a"), Priority.NORMAL, 10, 5, 3)).isZero();
        }
        assertThat(egress.message(bytes("b"), Priority.NORMAL, 10, 5, 3)).isEqualTo(1);
        egress.control(bytes("c"));
        transport.turn();
        assertThat(transport.writes).containsExactly("aabc");
        assertThat(egress.message(bytes("d"), Priority.NORMAL, 10, 5, 3)).isZero();
        assertThat(egress.waiting(Priority.NORMAL)).isEqualTo(10);
    }

    @Test
    void waitsWhileTheTransportIsFull() {
        transport.fill();
        message("a", 2);
        transport.turn();
        message("b", 2);
        transport.turn();
        assertThat(message("c", 2)).isEqualTo(1);
        assertThat(transport.writes).isEmpty();
        transport.drain();
        assertThat(transport.writes).containsExactly("bc");
        assertThat(message("d", 2)).isZero();
        transport.turn();
        assertThat(transport.writes).containsExactly("bc", "d");
    }

    @Test
    void writesPiecesOfBoundedSizeAndStopsWhereTheTransportFills() {
        String frame = "x".repeat(40_000);
        for (int i = 0; i < 3; i++) {
            egress.control(bytes(frame));
        }
        transport.turn();
        assertThat(transport.writes).extracting(String::length).containsExactly(80_000, 40_000);
    }

    @Test
    void whoseAnswersWaitIsNotHeardUntilTheyDrain() {
        int frames = Egress.MAX_CONTROL / (Egress.PER_FRAME + 1);
        transport.fill();
        for (int i = 0; i < frames; i++) {
            egress.control(bytes("a"));
        }
        transport.turn();
        assertThat(transport.isPaused()).as("not more than may wait").isFalse();
        egress.control(bytes("b"));
        transport.turn();
        assertThat(transport.isPaused()).isTrue();
        egress.controlAhead(bytes("c"));
        message("d", 10);
        transport.turn();
        assertThat(transport.writes).isEmpty();
        transport.drain();
        assertThat(transport.isPaused()).isFalse();
        assertThat(String.join("", transport.writes)).isEqualTo("c" + "a".repeat(frames) + "bd");
    }

    @Test
    void isHeardAgainOnceHalfOfThemHasGone() {
        int size = 49_000;
        int frames = Egress.MAX_CONTROL / size + 1;
        transport.fill();
        for (int i = 0; i < frames; i++) {
            egress.control(bytes("x".repeat(size)));
        }
        transport.turn();
        for (int left = frames; left > 0; left -= 2) {
            assertThat(transport.isPaused())
                    .as("%s frames wait", left)
                    .isEqualTo(left * (size + Egress.PER_FRAME) > Egress.MAX_CONTROL / 2);
            transport.drainOnce();
        }
        for (int i = 0; i < frames; i++) {
            egress.control(bytes("x".repeat(size)));
        }
        transport.fill();
        transport.turn();
        assertThat(transport.isPaused()).as("again").isTrue();
        egress.close();
        transport.turn();
        assertThat(transport.isPaused()).as("of a closed one nothing waits").isFalse();
    }

    @Test
    void messagesThatMayGoStopNobodyFromBeingHeard() {
        transport.fill();
        egress.message(bytes("x".repeat(2 * Egress.MAX_CONTROL)), Priority.NORMAL, 1, 5, 0);
        transport.turn();
        assertThat(transport.isPaused()).isFalse();
    }

    @Test
    void sendsAndTakesNothingOnceClosed() {
        message("a", 10);
        egress.close();
        transport.turn();
        assertThat(transport.writes).isEmpty();
        assertThat(message("b", 10)).isEqualTo(1);
        assertThat(egress.waiting(Priority.NORMAL)).isZero();
    }

    @Test
    void losesAndReordersNothingOfManyThreads() throws Exception {
        int threads = 4;
        int each = 5_000;
        AtomicInteger gone = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            gone.addAndGet(message(thread + ":" + i + " ", 1_000));
                        }
                        running.countDown();
                    })
                    .start();
        }
        while (running.getCount() > 0) {
            transport.turn();
            assertThat(egress.waiting(Priority.NORMAL)).isBetween(0, 1_000 + threads);
        }
        transport.turn();
        assertThat(egress.waiting(Priority.NORMAL)).isZero();
        List<String> written = List.of(String.join("", transport.writes).split(" "));
        assertThat(written).hasSize(threads * each - gone.get());
        for (int t = 0; t < threads; t++) {
            String prefix = t + ":";
            List<Integer> numbers = written.stream()
                    .filter(f -> f.startsWith(prefix))
                    .map(f -> Integer.valueOf(f.substring(prefix.length())))
                    .toList();
            List<Integer> sorted = new ArrayList<>(numbers);
            Collections.sort(sorted);
            assertThat(numbers).isEqualTo(sorted);
        }
    }

    private int message(String text, int limit) {
        return egress.message(bytes(text), Priority.NORMAL, 1, limit, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
