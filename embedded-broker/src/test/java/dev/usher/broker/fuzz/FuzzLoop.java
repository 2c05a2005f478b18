package dev.usher.broker.fuzz;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The event loop that targets run on, and a Vert.x that counts its timers. */
public final class FuzzLoop {

    private final Vertx real;
    private final Vertx counting;
    private final Context context;
    private final Set<Long> timers = new HashSet<>();

    FuzzLoop(Vertx vertx, Context context) {
        this.real = vertx;
        this.context = context;
        this.counting = (Vertx)
                Proxy.newProxyInstance(FuzzLoop.class.getClassLoader(), new Class<?>[] {Vertx.class}, this::call);
    }

    public Vertx vertx() {
        return counting;
    }

    public Context context() {
        return context;
    }

    /** Timers that were set and neither fired nor were cancelled. */
    public int timers() {
        return timers.size();
    }

    /** What the supplier says once everything has run that is waiting now, and everything that this adds, {@code turns} deep. */
    public <T> Future<T> afterTurns(int turns, Supplier<T> supplier) {
        Promise<T> promise = Promise.promise();
        turn(turns, supplier, promise);
        return promise.future();
    }

    private <T> void turn(int left, Supplier<T> supplier, Promise<T> promise) {
        context.runOnContext(v -> {
            if (left > 1) {
                turn(left - 1, supplier, promise);
                return;
            }
            T value;
            try {
                value = supplier.get();
            } catch (AssertionError | RuntimeException e) {
                promise.fail(e);
                return;
            }
            promise.complete(value);
        });
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "setTimer" -> {
                @SuppressWarnings("unchecked")
                Handler<Long> handler = (Handler<Long>) arguments[1];
                long id = real.setTimer((Long) arguments[0], fired -> {
                    timers.remove(fired);
                    handler.handle(fired);
                });
                timers.add(id);
                return id;
            }
            case "cancelTimer" -> timers.remove((Long) arguments[0]);
            default -> {
                // Goes on as it is.
            }
        }
        try {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("setPeriodic")) {
                timers.add((Long) result);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
