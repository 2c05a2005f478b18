package dev.usher.benchmarks.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One run of one benchmark: its report and the processes it started, which end with it. */
public final class Session implements AutoCloseable {

    private final Scale scale;
    private final Report report;
    private final List<Child> children = new ArrayList<>();

    public Session(String name, Scale scale) {
        this.scale = scale;
        this.report = new Report(name + (scale == Scale.FULL ? "" : ", for trying out, not for quoting"));
        this.report.line(Machine.describe());
    }

    /** Whether to try it out rather than to measure. */
    public boolean quick() {
        return scale != Scale.FULL;
    }

    /** How much to do. */
    public Scale scale() {
        return scale;
    }

    public Report report() {
        return report;
    }

    /**
     * Starts a JVM and waits until it says that it is ready.
     *
     * @param flags of the JVM, for example {@code -Xmx512m}
     * @param main extends {@link Role}
     */
    public Child start(List<String> flags, Class<?> main, Object... args) throws IOException {
        Child child = Child.start(flags, main, args);
        children.add(child);
        child.awaitReady();
        return child;
    }

    /** Lets time pass. */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends the child now rather than with the session. */
    public void stop(Child child) {
        children.remove(child);
        child.close();
    }

    @Override
    public void close() {
        children.forEach(Child::close);
        children.clear();
    }
}
