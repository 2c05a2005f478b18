package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPSession;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The calls that are queued or running on a worker, each judged by whether its connection outlived it. */
final class Calls {

    /**
     * What there is to call.
     *
     * @param session null unless the state is up
     */
    record Connection(JCSMPSession session, SolaceState state) {}

    private final Worker worker;
    private final Supplier<Connection> connection;
    private final Set<Call<?>> open = ConcurrentHashMap.newKeySet();

    Calls(Worker worker, Supplier<Connection> connection) {
        this.worker = worker;
        this.connection = connection;
    }

    <T> Future<T> make(SolaceSession.SessionCall<T> body, Context caller) {
        Call<T> call = new Call<>(body, caller);
        open.add(call);
        if (!worker.submit(() -> run(call))) {
            fail(call, SolaceUnavailableException.notMade("closed"));
        }
        return call.future();
    }

    void failAll() {
        open.forEach(call -> fail(
                call,
                call.isBegun()
                        ? SolaceUnavailableException.lostDuringCall(null)
                        : SolaceUnavailableException.notMade("closed")));
    }

    private <T> void run(Call<T> call) {
        Connection before = connection.get();
        if (before.session() == null) {
            fail(call, SolaceUnavailableException.notMade(before.state().reason()));
            return;
        }
        try {
            T result = call.make(before.session());
            if (isStill(before)) {
                open.remove(call);
                call.succeed(result);
            } else {
                fail(call, SolaceUnavailableException.lostDuringCall(null));
            }
        } catch (Exception | Error e) {
            fail(call, isStill(before) ? e : SolaceUnavailableException.lostDuringCall(e));
        }
    }

    private boolean isStill(Connection before) {
        return connection.get().state().epoch() == before.state().epoch();
    }

    private void fail(Call<?> call, Throwable cause) {
        open.remove(call);
        call.fail(cause);
    }
}
