package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final List<Promise<String>> started = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Lanes<String, String, String> lanes = new Lanes<>(
            (key, request) -> {
                requests.add(key + ":" + request);
                Promise<String> promise = Promise.promise();
                started.add(promise);
                return promise.future();
            },
            (a, b) -> a + "+" + b);

    @Test
    void whoAsksDuringARunSharesTheNextOne() {
        Future<String> first = lanes.run("alice", "a");
        Future<String> second = lanes.run("alice", "b");
        Future<String> third = lanes.run("alice", "c");

        assertThat(requests).containsExactly("alice:a");
        started.get(0).complete("one");
        assertThat(first.result()).isEqualTo("one");
        assertThat(second.isComplete()).isFalse();
        assertThat(requests).containsExactly("alice:a", "alice:b+c");
        started.get(1).complete("two");
        assertThat(second.result()).isEqualTo("two");
        assertThat(third.result()).isEqualTo("two");
        assertThat(lanes.idle()).isTrue();
    }

    @Test
    void differentKeysRunBesideEachOther() {
        lanes.run("alice", "a");
        lanes.run("bob", "b");

        assertThat(requests).containsExactly("alice:a", "bob:b");
    }

    @Test
    void aFailedRunDoesNotStopTheLane() {
        Future<String> first = lanes.run("alice", "a");
        Future<String> second = lanes.run("alice", "b");

        started.get(0).fail("no");
        started.get(1).complete("two");

        assertThat(first.failed()).isTrue();
        assertThat(second.result()).isEqualTo("two");
        assertThat(lanes.idle()).isTrue();
    }

    @Test
    void aThrowingWorkIsAFailedRun() {
        Lanes<String, String, String> throwing = new Lanes<>(
                (key, request) -> {
                    throw new IllegalStateException("no");
                },
                (a, b) -> a);

        assertThat(throwing.run("alice", "a").failed()).isTrue();
        assertThat(throwing.idle()).isTrue();
    }
}
