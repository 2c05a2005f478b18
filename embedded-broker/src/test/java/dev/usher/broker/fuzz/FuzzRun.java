package dev.usher.broker.fuzz;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Feeds one target many inputs, one after the other on an event loop, and watches: no exception escapes, the loop neither
 * hangs nor dies, no input allocates out of proportion, nothing is logged as a defect.
 */
public final class FuzzRun {

    /** Inputs that meet the same broker. */
    public static final int EPOCH = 1_000;

    /** Inputs between two of {@link FuzzTarget#check}. */
    public static final int CHECK_EVERY = 100;

    private static final int MAX_FINDINGS = 10;
    private static final int PER_TURN = 32;
    private static final int WARM_UP = 50;
    private static final long MAX_CPU_MILLIS = 1_000;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzTarget target;
    private final long seed;
    private final long end;
    private final Duration patience;
    private final long stopAt;
    private final FuzzInput only;
    private final Map<FuzzSource, Map<FuzzOutcome, Long>> outcomes = new EnumMap<>(FuzzSource.class);
    private final List<FuzzFinding> findings = new ArrayList<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private FuzzLoop loop;
    private volatile Thread thread;
    private volatile long index;
    private volatile FuzzInput input;
    private FuzzSource source;
    private long allocatedBefore;
    private long cpuBefore;
    private long fed;

    private FuzzRun(FuzzTarget target, Plan plan, FuzzInput only) {
        this.target = target;
        this.seed = plan.seed();
        this.index = plan.from();
        this.end = plan.from() + plan.inputs();
        this.patience = plan.patience();
        this.stopAt = System.nanoTime() + plan.limit().toNanos();
        this.only = only;
        for (FuzzSource each : FuzzSource.values()) {
            outcomes.put(each, new EnumMap<>(FuzzOutcome.class));
        }
    }

    /**
     * @param from number of the first input, a multiple of {@link #EPOCH}
     * @param limit after which no further input is begun
     * @param patience how long one input may take before the loop counts as hung
     */
    public record Plan(long seed, long from, long inputs, Duration limit, Duration patience) {
        public Plan {
            if (from % EPOCH != 0) {
                throw new IllegalArgumentException("from must be a multiple of " + EPOCH + ": " + from);
            }
        }

        public static Plan of(long seed, long inputs) {
            return new Plan(seed, 0, inputs, Duration.ofDays(1), Duration.ofSeconds(20));
        }
    }

    public static FuzzReport run(FuzzTarget target, Plan plan) {
        return new FuzzRun(target, plan, null).run();
    }

    /** Feeds one input, to a fresh broker. */
    public static FuzzReport replay(FuzzTarget target, FuzzInput input) {
        return new FuzzRun(target, Plan.of(0, 1), input).run();
    }

    private FuzzReport run() {
        long started = System.nanoTime();
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        try (DefectLog defects = new DefectLog(this::found)) {
            Context context = vertx.getOrCreateContext();
            loop = new FuzzLoop(vertx, context);
            context.exceptionHandler(e -> found("escaped to the event loop: " + described(e)));
            context.runOnContext(v -> step());
            watch();
        } finally {
            vertx.close();
        }
        long peak = heapPools().stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        synchronized (findings) {
            return new FuzzReport(
                    target.name(), seed, outcomes, (System.nanoTime() - started) / 1e9, peak, List.copyOf(findings));
        }
    }

    /** Waits for the end, and makes a finding of a loop that does not come back. */
    private void watch() {
        long seen = -1;
        while (true) {
            try {
                finished.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (seen == index) {
                    Thread stuck = thread;
                    found("hung: " + (stuck == null ? "no loop" : Arrays.toString(stuck.getStackTrace())));
                    return;
                }
                seen = index;
            } catch (ExecutionException e) {
                throw new IllegalStateException("fuzz run of " + target.name(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private void step() {
        try {
            thread = Thread.currentThread();
            for (int i = 0; i < PER_TURN; i++) {
                if (index >= end || findings.size() >= MAX_FINDINGS || System.nanoTime() > stopAt) {
                    finished.complete(null);
                    return;
                }
                Future<FuzzOutcome> outcome = feed();
                if (!outcome.isComplete()) {
                    outcome.onComplete(done -> {
                        settled(outcome);
                        loop.context().runOnContext(v -> step());
                    });
                    return;
                }
                settled(outcome);
            }
            loop.context().runOnContext(v -> step());
        } catch (RuntimeException | Error e) {
            finished.completeExceptionally(e);
        }
    }

    private Future<FuzzOutcome> feed() {
        source = index % 2 == 0 ? FuzzSource.CAPTURE : FuzzSource.GRAMMAR;
        if (index % EPOCH == 0) {
            target.begin(loop);
        }
        input = only != null ? only : target.input(FuzzRandom.of(seed, target.name(), index), source);
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        cpuBefore = THREADS.getCurrentThreadCpuTime();
        try {
            return target.run(input);
        } catch (Throwable e) {
            return Future.failedFuture(e);
        }
    }

    private void settled(Future<FuzzOutcome> outcome) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        long cpuMillis = (THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1_000_000;
        // The first inputs load classes.
        if (fed++ > WARM_UP && allocated > target.allocationLimit(input)) {
            found("allocated " + allocated + " bytes for an input of " + input.data().length);
        }
        if (cpuMillis > MAX_CPU_MILLIS) {
            found("took " + cpuMillis + " ms of the event loop");
        }
        if (outcome.failed()) {
            found(described(outcome.cause()));
        } else {
            outcomes.get(source).merge(outcome.result(), 1L, Long::sum);
        }
        if (index % CHECK_EVERY == 0 || index == end - 1) {
            try {
                target.check();
            } catch (RuntimeException | AssertionError e) {
                found(described(e));
            }
        }
        index++;
    }

    private void found(String what) {
        FuzzInput current = input;
        FuzzFinding finding =
                new FuzzFinding(target.name(), seed, index, source, current == null ? "-" : current.text(), what);
        synchronized (findings) {
            // A state that is broken stays broken: once is enough.
            boolean seen = findings.stream().anyMatch(f -> f.what().equals(what));
            if (!seen && findings.size() < MAX_FINDINGS) {
                findings.add(finding);
            }
        }
    }

    private static String described(Throwable e) {
        StringBuilder text = new StringBuilder(e.toString());
        StackTraceElement[] trace = e.getStackTrace();
        for (int i = 0; i < Math.min(6, trace.length); i++) {
            text.append(" < ").append(trace[i]);
        }
        return text.toString();
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
