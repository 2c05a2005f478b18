package dev.usher.broker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The watchdog barks. */
class FuzzRunTest {

    private static final long SEED = 1;
    private static final int INPUTS = 200;
    private static final int BAD = 150;

    /** Well-behaved but for one input. */
    private static final class Target implements FuzzTarget {
        private final Supplier<Future<FuzzOutcome>> misbehaviour;
        private final List<String> fed = new ArrayList<>();
        private FuzzLoop loop;

        Target(Supplier<Future<FuzzOutcome>> misbehaviour) {
            this.misbehaviour = misbehaviour;
        }

        @Override
        public String name() {
            return "test";
        }

        @Override
        public void begin(FuzzLoop onLoop) {
            loop = onLoop;
        }

        @Override
        public FuzzInput input(FuzzRandom random, FuzzSource source) {
            return new FuzzInput(0, random.bytes(4));
        }

        @Override
        public Future<FuzzOutcome> run(FuzzInput input) {
            fed.add(input.text());
            return fed.size() == BAD + 1 ? misbehaviour.get() : Future.succeededFuture(FuzzOutcome.IGNORED);
        }
    }

    private static FuzzReport report(Target target, Duration patience) {
        return FuzzRun.run(target, new FuzzRun.Plan(SEED, 0, INPUTS, Duration.ofMinutes(5), patience));
    }

    private static FuzzFinding finding(Supplier<Future<FuzzOutcome>> misbehaviour) {
        FuzzReport report = report(new Target(misbehaviour), Duration.ofSeconds(20));
        assertThat(report.inputs()).isGreaterThanOrEqualTo(INPUTS - 1);
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).index()).isEqualTo(BAD);
        return report.findings().get(0);
    }

    private static Future<FuzzOutcome> ignored() {
        return Future.succeededFuture(FuzzOutcome.IGNORED);
    }

    @Test
    void sameSeedSameInputs() {
        Target once = new Target(FuzzRunTest::ignored);
        Target again = new Target(FuzzRunTest::ignored);
        assertThat(report(once, Duration.ofSeconds(20)).findings()).isEmpty();
        assertThat(report(again, Duration.ofSeconds(20)).findings()).isEmpty();
        assertThat(again.fed).isEqualTo(once.fed).hasSize(INPUTS).doesNotHaveDuplicates();
    }

    @Test
    void anExceptionIsFoundWithItsInputAndTheWayToItAgain() {
        FuzzFinding finding = finding(() -> {
            throw new IllegalStateException("thrown");
        });
        assertThat(finding.what()).contains("IllegalStateException: thrown");
        assertThat(finding.toString())
                .contains("benchmarks/run fuzz --replay test:" + finding.input())
                .contains("--target test --seed 1 --from 0 --inputs 151");
    }

    @Test
    void anErrorIsFound() {
        assertThat(finding(() -> recursion(0)).what()).contains("StackOverflowError");
    }

    // Ends by running out of stack.
    @SuppressWarnings("InfiniteRecursion")
    private static Future<FuzzOutcome> recursion(int depth) {
        return recursion(depth + 1);
    }

    @Test
    void whatEscapesToTheEventLoopIsFound() {
        Target[] target = new Target[1];
        target[0] = new Target(() -> {
            target[0].loop.context().runOnContext(v -> {
                throw new IllegalStateException("later");
            });
            return target[0].loop.afterTurns(1, () -> FuzzOutcome.IGNORED);
        });
        FuzzReport report = report(target[0], Duration.ofSeconds(20));
        assertThat(report.findings())
                .extracting(FuzzFinding::what)
                .singleElement()
                .asString()
                .contains("later");
        assertThat(report.inputs()).isEqualTo(INPUTS);
    }

    @Test
    void whatIsLoggedAsADefectIsFound() {
        assertThat(finding(() -> {
                            LoggerFactory.getLogger(FuzzRunTest.class).warn("input failed");
                            return ignored();
                        })
                        .what())
                .contains("input failed");
    }

    @Test
    void anAllocationOutOfProportionIsFound() {
        byte[][] kept = new byte[1][];
        assertThat(finding(() -> {
                            kept[0] = new byte[10_000_000];
                            return ignored();
                        })
                        .what())
                .startsWith("allocated 1");
        assertThat(kept[0]).hasSize(10_000_000);
    }

    @Test
    void aLoopThatHangsIsFound() {
        CountDownLatch never = new CountDownLatch(1);
        FuzzReport report = report(
                new Target(() -> {
                    try {
                        assertThat(never.await(1, TimeUnit.MINUTES)).isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return ignored();
                }),
                Duration.ofMillis(200));
        never.countDown();
        assertThat(report.findings())
                .extracting(FuzzFinding::what)
                .singleElement()
                .asString()
                .startsWith("hung");
    }

    @Property(tries = 200)
    void piecesAreTheWhole(@ForAll @IntRange(max = 5_000) int length, @ForAll @IntRange(max = 5) int cut) {
        FuzzInput input = new FuzzInput(0, new FuzzRandom(length).bytes(length));
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] piece : input.pieces(cut)) {
            joined.writeBytes(piece);
        }
        assertThat(joined.toByteArray()).isEqualTo(input.data());
        assertThat(FuzzInput.parse(input.text()).data()).isEqualTo(input.data());
    }
}
