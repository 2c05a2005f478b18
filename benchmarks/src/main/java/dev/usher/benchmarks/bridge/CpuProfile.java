package dev.usher.benchmarks.bridge;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where this process spends CPU time. How much each thread used is what the operating system counted; what the threads did with it
 * is split by samples of their stacks (JDK Flight Recorder, every 10 ms): <em>map</em> where the mapping is on the stack, otherwise
 * by thread: <em>consume</em> polls Kafka, <em>send</em> calls JCSMP or belongs to it, <em>hand-off</em> is the rest of the event
 * loops. What no Java thread used is the garbage collector's and the compiler's.
 */
final class CpuProfile {

    private static final String MAPPING = "dev.usher.bridge.mapping.";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Long, Long> before = new TreeMap<>();
    private final Map<String, int[]> samples = new TreeMap<>();
    private final Recording recording = new Recording();
    private final long processBefore;

    CpuProfile() {
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        recording.start();
        for (long id : threads.getAllThreadIds()) {
            before.put(id, threads.getThreadCpuTime(id));
        }
        processBefore = processNanos();
    }

    private static long processNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private void sampled(RecordedEvent event) {
        if (event.getThread("sampledThread") == null || event.getStackTrace() == null) {
            return;
        }
        int[] count =
                samples.computeIfAbsent(part(event.getThread("sampledThread").getJavaName()), part -> new int[2]);
        count[0]++;
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            if (frame.getMethod().getType().getName().startsWith(MAPPING)) {
                count[1]++;
                return;
            }
        }
    }

    /** What a thread is there for, by its name. */
    private static String part(String thread) {
        if (thread == null) {
            return "other";
        }
        if (thread.contains("kafka") || thread.equals("loop")) {
            return "consume";
        }
        if (thread.startsWith("vert.x-eventloop")) {
            return "hand-off";
        }
        if (thread.contains("sender")
                || thread.startsWith("Context_")
                || thread.contains("solace")
                || thread.contains("JCSMP")) {
            return "send";
        }
        return "other";
    }

    /** CPU seconds of each part since the beginning, in all ({@code process}), and by thread. */
    JsonObject end() throws IOException {
        long process = processNanos() - processBefore;
        Map<String, Double> seconds = new TreeMap<>();
        JsonObject byThread = new JsonObject();
        double java = 0;
        for (long id : threads.getAllThreadIds()) {
            long used = threads.getThreadCpuTime(id) - before.getOrDefault(id, 0L);
            var info = threads.getThreadInfo(id);
            if (info != null && used > 0) {
                java += used / 1e9;
                seconds.merge(part(info.getThreadName()), used / 1e9, Double::sum);
                if (used > 10_000_000) {
                    byThread.put(info.getThreadName(), used / 1e9);
                }
            }
        }
        readSamples();
        double map = 0;
        for (Map.Entry<String, int[]> entry : samples.entrySet()) {
            double used = seconds.getOrDefault(entry.getKey(), 0.0);
            double mapping = used * entry.getValue()[1] / entry.getValue()[0];
            seconds.put(entry.getKey(), used - mapping);
            map += mapping;
        }
        JsonObject result = new JsonObject();
        seconds.forEach(result::put);
        return result.put("map", map)
                .put("collector and compiler", process / 1e9 - java)
                .put("process", process / 1e9)
                .put("byThread", byThread);
    }

    private void readSamples() throws IOException {
        Path file = Files.createTempFile("usher", ".jfr");
        recording.stop();
        recording.dump(file);
        recording.close();
        RecordingFile.readAllEvents(file).forEach(this::sampled);
        Files.delete(file);
    }
}
