package dev.usher.entitlements.core;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Runs work one at a time for each key, different keys beside each other. Whoever asks while a run is under way shares
 * the next run with everybody else who asks: that run begins after the asking, so it sees what was committed before.
 *
 * <p>Not thread-safe: used from one event loop.
 *
 * @param <K> what is serialised on
 * @param <A> what a run is asked for; requests that share a run are merged
 * @param <V> what a run answers
 */
final class Lanes<K, A, V> {
    /** Starts one run. A synchronous throw counts as a failed Future. */
    interface Work<K, A, V> {
        Future<V> start(K key, A request);
    }

    private final Work<K, A, V> work;
    private final BinaryOperator<A> merge;
    private final Map<K, Lane<A, V>> lanes = new HashMap<>();
    private Promise<Void> drained = Promise.promise();

    Lanes(Work<K, A, V> work, BinaryOperator<A> merge) {
        this.work = work;
        this.merge = merge;
    }

    Future<V> run(K key, A request) {
        Lane<A, V> lane = lanes.get(key);
        if (lane == null) {
            lanes.put(key, new Lane<>());
            Promise<V> promise = Promise.promise();
            start(key, request, promise);
            return promise.future();
        }
        if (lane.next == null) {
            lane.next = Promise.promise();
            lane.request = request;
        } else {
            lane.request = merge.apply(lane.request, request);
        }
        return lane.next.future();
    }

    boolean idle() {
        return lanes.isEmpty();
    }

    /** Completes when no run is under way and none waits. */
    Future<Void> drained() {
        return idle() ? Future.succeededFuture() : drained.future();
    }

    private void start(K key, A request, Promise<V> promise) {
        Future<V> run;
        try {
            run = work.start(key, request);
        } catch (RuntimeException e) {
            run = Future.failedFuture(e);
        }
        run.onComplete(result -> {
            Lane<A, V> lane = lanes.get(key);
            if (lane.next == null) {
                lanes.remove(key);
                if (idle()) {
                    Promise<Void> waiting = drained;
                    drained = Promise.promise();
                    waiting.complete();
                }
            } else {
                Promise<V> next = lane.next;
                A nextRequest = lane.request;
                lanes.put(key, new Lane<>());
                start(key, nextRequest, next);
            }
            if (result.succeeded()) {
                promise.complete(result.result());
            } else {
                promise.fail(result.cause());
            }
        });
    }

    private static final class Lane<A, V> {
        private Promise<V> next;
        private A request;
    }
}
