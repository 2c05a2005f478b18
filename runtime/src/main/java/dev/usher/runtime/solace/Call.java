package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPSession;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One call that somebody waits for. Whatever happens to the worker, it is answered once, on the context that asked. */
final class Call<T> {

    private final SolaceSession.SessionCall<T> body;
    private final Context context;
    private final Promise<T> promise = Promise.promise();
    private volatile boolean begun;
    private final AtomicBoolean answered = new AtomicBoolean();

    Call(SolaceSession.SessionCall<T> body, Context context) {
        this.body = body;
        this.context = context;
    }

    T make(JCSMPSession session) throws Exception {
        begun = true;
        return body.call(session);
    }

    /** Whether the broker may have seen something of it. */
    boolean isBegun() {
        return begun;
    }

    Future<T> future() {
        return promise.future();
    }

    void succeed(T result) {
        answer(() -> promise.complete(result));
    }

    void fail(Throwable cause) {
        answer(() -> promise.fail(cause));
    }

    private void answer(Runnable how) {
        if (answered.compareAndSet(false, true)) {
            onContext(context, how);
        }
    }

    /** Runs it on the context, or right here when its event loop is gone: late is better than never. */
    static void onContext(Context context, Runnable task) {
        try {
            context.runOnContext(ignored -> task.run());
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
