package dev.usher.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux knows of a process.
 *
 * @param rssBytes resident memory now
 * @param peakRssBytes the most it ever was
 * @param cpuSeconds user and system time of all its threads since it began
 */
public record ProcessStat(long rssBytes, long peakRssBytes, double cpuSeconds) {

    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    public static ProcessStat of(long pid) {
        try {
            String status = Files.readString(Path.of("/proc/" + pid + "/status"));
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The second field, the command, is in parentheses and may hold blanks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double cpu = (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
            return new ProcessStat(bytes(status, "VmRSS:"), bytes(status, "VmHWM:"), cpu);
        } catch (IOException e) {
            throw new UncheckedIOException("no /proc for process " + pid, e);
        }
    }

    private static long bytes(String status, String key) {
        int at = status.indexOf(key);
        String value = status.substring(at + key.length(), status.indexOf(" kB", at));
        return Long.parseLong(value.strip()) * 1024;
    }
}
