package dev.usher.entitlements.core;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A clock and timers that stand still until they are told to go on. */
final class ManualTime extends Clock {
    private final Map<Long, Timer> timers = new TreeMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long last;

    private record Timer(Instant due, Handler<Long> handler) {}

    /** Knows timers and nothing else. */
    @SuppressWarnings("unchecked")
    Vertx vertx() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(),
                new Class<?>[] {Vertx.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "setTimer" -> {
                        timers.put(++last, new Timer(now.plusMillis((long) args[0]), (Handler<Long>) args[1]));
                        yield last;
                    }
                    case "cancelTimer" -> timers.remove((long) args[0]) != null;
                    default -> throw new AssertionError("not expected here: " + method);
                });
    }

    /** Runs what is due until then, each at its time. */
    void advance(Duration span) {
        Instant end = now.plus(span);
        Optional<Long> next = next(end);
        while (next.isPresent()) {
            Timer timer = timers.remove(next.get());
            now = timer.due();
            timer.handler().handle(next.get());
            next = next(end);
        }
        now = end;
    }

    private Optional<Long> next(Instant end) {
        return timers.entrySet().stream()
                .filter(entry -> !entry.getValue().due().isAfter(end))
                .min(Map.Entry.comparingByValue(java.util.Comparator.comparing(Timer::due)))
                .map(Map.Entry::getKey);
    }

    /** How long until the next timer; empty if there is none. */
    Optional<Duration> untilNext() {
        return timers.values().stream().map(Timer::due).min(Instant::compareTo).map(due -> Duration.between(now, due));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
