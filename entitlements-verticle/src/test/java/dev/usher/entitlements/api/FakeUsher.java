package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.port.EntitlementStore.Entitlements;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers what it was told to and remembers what it was asked. */
final class FakeUsher implements Usher {
    /** One call with its arguments in order. */
    record Call(String method, List<Object> arguments) {}

    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private volatile SeatAnswer seat;
    private volatile ChangeAnswer change;
    private volatile Entitlements entitlements;
    private volatile Optional<Future<?>> instead;

    FakeUsher() {
        reset();
    }

    void reset() {
        calls.clear();
        seat = Samples.connectedSeat();
        change = Samples.enforcedChange();
        entitlements = Samples.entitlements();
        instead = Optional.empty();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    Call onlyCall() {
        if (calls.size() != 1) {
            throw new AssertionError("expected one call, saw " + calls);
        }
        return calls.get(0);
    }

    void answers(SeatAnswer answer) {
        seat = answer;
    }

    void answers(ChangeAnswer answer) {
        change = answer;
    }

    void fails(Throwable failure) {
        instead = Optional.of(Future.failedFuture(failure));
    }

    void neverAnswers() {
        instead = Optional.of(io.vertx.core.Promise.promise().future());
    }

    @SuppressWarnings("unchecked")
    private <T> Future<T> answer(T usual, String method, Object... arguments) {
        calls.add(new Call(method, List.of(arguments)));
        return (Future<T>) instead.orElse(Future.succeededFuture(usual));
    }

    @Override
    public Future<SeatAnswer> openSeat(
            String user, Optional<String> broker, String kind, Optional<String> client, Caller caller, Duration wait) {
        return answer(seat, "openSeat", user, broker, kind, client, caller, wait);
    }

    @Override
    public Future<ChangeAnswer> closeSeat(String id, boolean cut, Caller caller, Duration wait) {
        return answer(change, "closeSeat", id, cut, caller, wait);
    }

    @Override
    public Future<SeatAnswer> seat(String id) {
        return answer(seat, "seat", id);
    }

    @Override
    public Future<List<SeatAnswer>> seatsOf(String user) {
        return answer(List.of(seat), "seatsOf", user);
    }

    @Override
    public Future<Entitlements> entitlements(String user) {
        return answer(entitlements, "entitlements", user);
    }

    @Override
    public Future<ChangeAnswer> setStatus(String user, UserStatus status, boolean cut, Caller caller, Duration wait) {
        return answer(change, "setStatus", user, status, cut, caller, wait);
    }

    @Override
    public Future<ChangeAnswer> setGroupProducts(
            String group, Set<String> products, boolean cut, Caller caller, Duration wait) {
        return answer(change, "setGroupProducts", group, products, cut, caller, wait);
    }

    @Override
    public Future<ChangeAnswer> change(String id) {
        return answer(change, "change", id);
    }
}
