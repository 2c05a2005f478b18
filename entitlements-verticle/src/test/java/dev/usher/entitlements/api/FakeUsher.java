package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Preview;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.UsernameReport;
import dev.usher.entitlements.core.Usher;
import dev.usher.entitlements.core.Verdict;
import dev.usher.entitlements.core.port.Directory;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers what it was told to and remembers what it was asked. */
final class FakeUsher implements Usher {
    /** One call with its arguments in order. */
    record Call(String method, List<Object> arguments) {}

    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private volatile SeatAnswer seat;
    private volatile ChangeAnswer change;
    private volatile Preview preview;
    private volatile Optional<String> next;
    private final Map<String, Object> read = new ConcurrentHashMap<>();
    private volatile Optional<Future<?>> instead;

    FakeUsher() {
        reset();
    }

    void reset() {
        calls.clear();
        seat = Samples.connectedSeat();
        change = Samples.enforcedChange();
        preview = Samples.preview();
        nextPage(Optional.empty());
        reads("product", Optional.of(Samples.product()));
        reads("group", Optional.of(Samples.group()));
        reads("user", Optional.of(Samples.user()));
        reads("entitlements", Samples.entitlements());
        reads("catalog", Samples.catalog());
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

    void answers(Preview answer) {
        preview = answer;
    }

    /** What a method of the directory answers. */
    void reads(String method, Object result) {
        read.put(method, result);
    }

    /** What lists answer: one item, and the cursor. */
    void nextPage(Optional<String> cursor) {
        next = cursor;
        reads("products", new Page<>(List.of(Samples.product()), cursor));
        reads("groups", new Page<>(List.of(Samples.group()), cursor));
        reads("users", new Page<>(List.of(Samples.user()), cursor));
    }

    void fails(Throwable failure) {
        instead = Optional.of(Future.failedFuture(failure));
    }

    void neverAnswers() {
        instead = Optional.of(io.vertx.core.Promise.promise().future());
    }

    @SuppressWarnings("unchecked")
    private <T> Future<T> answer(T usual, String method, Object... arguments) {
        calls.add(new Call(method, Arrays.asList(arguments)));
        return (Future<T>) instead.orElse(Future.succeededFuture(usual));
    }

    @Override
    public Directory directory() {
        return (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (proxy, method, arguments) -> {
                    Object usual = Optional.ofNullable(read.get(method.getName()))
                            .orElseThrow(() -> new UnsupportedOperationException(method.getName()));
                    return answer(usual, method.getName(), arguments == null ? new Object[0] : arguments);
                });
    }

    @Override
    public List<String> brokers() {
        return List.of("default", "emea");
    }

    @Override
    public Future<SeatAnswer> openSeat(
            SeatRequest request, Caller caller, Optional<IdempotencyKey> key, Duration wait) {
        return answer(seat, "openSeat", request, caller, key, wait);
    }

    @Override
    public Future<Preview> previewSeat(SeatRequest request) {
        return answer(preview, "previewSeat", request);
    }

    @Override
    public Future<SeatAnswer> refreshSeat(String id, Optional<Duration> expiresIn, Caller caller) {
        return answer(seat, "refreshSeat", id, expiresIn, caller);
    }

    @Override
    public Future<SeatAnswer> seat(String id) {
        return answer(seat, "seat", id);
    }

    @Override
    public Future<Page<SeatAnswer>> seats(SeatQuery query, Page.Request page) {
        return answer(new Page<>(List.of(seat), next), "seats", query, page);
    }

    @Override
    public Future<ChangeAnswer> write(Intent intent, boolean cut, Caller caller, Duration wait) {
        return answer(change, "write", intent, cut, caller, wait);
    }

    @Override
    public Future<Preview> preview(Intent intent, boolean cut) {
        return answer(preview, "preview", intent, cut);
    }

    @Override
    public Future<List<Verdict>> check(String user, List<String> topics) {
        return answer(verdicts(topics), "check", user, topics);
    }

    private static List<Verdict> verdicts(List<String> topics) {
        return topics.stream()
                .map(topic -> topic.startsWith("US/")
                        ? new Verdict(topic, true, Samples.sorted("nasdaq-l1"), "covered by US/NASDAQ/>")
                        : new Verdict(topic, false, Samples.sorted(), "not granted"))
                .toList();
    }

    @Override
    public Future<ChangeAnswer> change(String id) {
        return answer(change, "change", id);
    }

    @Override
    public Future<List<UsernameReport>> usernames(String broker) {
        return answer(Samples.usernames(broker), "usernames", broker);
    }

    @Override
    public Future<ChangeAnswer> adopt(String broker, Set<String> clientUsernames, Caller caller, Duration wait) {
        return answer(change, "adopt", broker, clientUsernames, caller, wait);
    }

    @Override
    public Future<Preview> previewAdopt(String broker, Set<String> clientUsernames) {
        return answer(preview, "previewAdopt", broker, clientUsernames);
    }

    @Override
    public Future<ChangeAnswer> release(String broker, Set<String> clientUsernames, Caller caller) {
        return answer(change, "release", broker, clientUsernames, caller);
    }

    @Override
    public Future<Preview> previewRelease(String broker, Set<String> clientUsernames) {
        return answer(preview, "previewRelease", broker, clientUsernames);
    }
}
