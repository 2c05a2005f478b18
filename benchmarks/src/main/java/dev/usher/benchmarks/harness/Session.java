package dev.usher.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of one benchmark: its report and the processes it started, which end with it. */
public final class Session implements AutoCloseable {

    private final String name;
    private final Scale scale;
    private final Report report;
    private final Path raw;
    private final List<Child> children = new ArrayList<>();
    private int started;

    /** Keeps nothing but the report. */
    public Session(String name, Scale scale) {
        this(name, scale, null);
    }

    /** @param raw where the garbage collector of every process writes its log, one file each */
    public Session(String name, Scale scale, Path raw) {
        this.name = name;
        this.scale = scale;
        this.raw = raw;
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
        List<String> all = new ArrayList<>(flags);
        if (raw != null) {
            Files.createDirectories(raw);
            started++;
            Path log = raw.resolve(name + "-" + started + "-" + main.getSimpleName() + ".gc.log");
            all.add("-Xlog:gc:file=" + log + ":uptime:filecount=0");
        }
        Child child = Child.start(all, main, args);
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
