package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SessionEventArgs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to a Solace broker up: connects, for ever if need be, and when a session has gone down for good closes
 * it, throws it away and builds a new one. A session that went down is never used again, since JCSMP would silently connect it
 * anew without what it held.
 *
 * <p>Each connection has a number, its <em>epoch</em>, and they grow. A reconnect that JCSMP makes by itself ends an epoch like
 * any other break, because subscriptions of the former connection and requests in flight on it are lost.
 *
 * <p>All blocking happens on one daemon thread of its own: connecting, the {@link Listener}, and what is given to
 * {@link #execute}. What matters about JCSMP is logged here: set its loggers
 * {@code com.solacesystems} and {@code com.solace} to ERROR.
 */
public final class SolaceSession {

    /** Told about connections, always in order and on the supervisor's thread: {@code up(1) down(1) up(2) …}. */
    public interface Listener {

        /**
         * Logged in. May block and use the session, say to create a producer; must not keep using it after {@code down}. When
         * it throws, the connection is given up and a new one made.
         */
        void up(JCSMPSession session, long epoch) throws Exception;

        /** The connection that was told as up is gone. */
        void down(long epoch, String reason);
    }

    /** Something to do with a connected session. */
    @FunctionalInterface
    public interface SessionCall<T> {
        T call(JCSMPSession session) throws Exception;
    }

    /** A connection that held so long was a good one: the next failure is the first again. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(SolaceSession.class);

    private final Vertx vertx;
    private final String name;
    private final Connector connector;
    private final Backoff backoff;
    private final Tidings tidings;
    private final Worker worker;
    private final Calls calls;
    private final Ending ending;
    private final AttemptLog attempts;

    private final Object lock = new Object();
    // Guarded by lock; state is also read without it.
    private volatile SolaceState state =
            new SolaceState(SolaceState.Status.CONNECTING, 0, "not connected yet", Instant.now());
    private final SplittableRandom random = new SplittableRandom();
    private Link current;
    private long lastEpoch;
    private int failures;
    private boolean started;
    private CompletableFuture<Void> closing;

    /**
     * A supervisor that does nothing yet.
     *
     * @param name for threads and logs
     */
    public SolaceSession(Vertx vertx, String name, SolaceConnection connection, Listener listener) {
        this(
                vertx,
                name,
                connection,
                UnaryOperator.identity(),
                SolaceTokens.of(vertx, name, connection, Backoff.DEFAULT),
                Backoff.DEFAULT,
                listener);
    }

    /**
     * As the other constructor.
     *
     * @param tuning changes the JCSMP properties of each new session, say the publish window
     * @param tokens of this connection, shared with other sessions
     */
    public SolaceSession(
            Vertx vertx,
            String name,
            SolaceConnection connection,
            UnaryOperator<JCSMPProperties> tuning,
            SolaceTokens tokens,
            Backoff backoff,
            Listener listener) {
        this(
                vertx,
                name,
                JcsmpConnector.of(name, connection, tuning, tokens),
                backoff,
                Duration.ofSeconds(10),
                listener);
        connection.warnings().forEach(warning -> log.warn("solace connection is not safe name={}: {}", name, warning));
    }

    SolaceSession(
            Vertx vertx, String name, Connector connector, Backoff backoff, Duration closeLimit, Listener listener) {
        this(vertx, name, connector, backoff, closeLimit, listener, Worker::daemon);
    }

    /** @param threads see {@link Worker} */
    SolaceSession(
            Vertx vertx,
            String name,
            Connector connector,
            Backoff backoff,
            Duration closeLimit,
            Listener listener,
            BiFunction<String, Runnable, Thread> threads) {
        this.vertx = vertx;
        this.name = name;
        this.connector = connector;
        this.backoff = backoff;
        this.tidings = new Tidings(name, listener);
        this.worker = new Worker("usher-solace-" + name, threads);
        this.attempts = new AttemptLog("solace not connected", name);
        this.calls = new Calls(worker, this::connection);
        Renewals renewals = new Renewals(name, connector, this::open);
        this.ending = new Ending(name, worker, calls, renewals, connector, closeLimit);
    }

    /** Begins to connect. Returns at once; how it goes the listener is told. Later calls do nothing. */
    public void start() {
        synchronized (lock) {
            if (!started && closing == null) {
                worker.submit(this::connect);
                started = true;
            }
        }
    }

    /** What it is doing now. Ahead of the listener: a break shows here at once. */
    public SolaceState state() {
        return state;
    }

    /** How many connections there have been, those that JCSMP brought back by itself included. */
    public long connections() {
        synchronized (lock) {
            return lastEpoch;
        }
    }

    /** Attempts in a row that failed, or whose connection did not hold. */
    int failures() {
        synchronized (lock) {
            return failures;
        }
    }

    /**
     * Runs a blocking call on the supervisor's thread, one after the other.
     *
     * @return completes on the caller's Vert.x context with what the call returns. Fails with what the call throws, or with
     *     {@link SolaceUnavailableException} when there is no connection, or when it was lost during the call.
     */
    public <T> Future<T> execute(SessionCall<T> call) {
        return calls.make(call, vertx.getOrCreateContext());
    }

    /**
     * Closes this JCSMP session, whatever it still holds, and makes another in its place. May be called repeatedly, and for one that was
     * replaced before.
     *
     * @param reason for the listener and the state
     * @return completes when it is closed, so that nothing is sent over it any more, which takes as long as JCSMP takes; never fails
     */
    public Future<Void> giveUp(JCSMPSession session, String reason) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> promise = Promise.promise();
        Link link = dead(session, reason);
        // The worker may sit in a call on this very session.
        worker.beside("give-up", () -> {
            Link.closeQuietly(link);
            worker.submit(() -> rebuild(link, reason));
            Call.onContext(context, promise::complete);
        });
        return promise.future();
    }

    private Link dead(JCSMPSession session, String reason) {
        synchronized (lock) {
            if (current == null || current.session != session) {
                Link former = new Link();
                former.session = session;
                return former;
            }
            if (closing == null) {
                current.dead = true;
                beDown(SolaceState.Status.CONNECTING, reason);
            }
            return current;
        }
    }

    /**
     * Closes the session for good; the listener is told. May be called repeatedly.
     *
     * @return completes when all is closed, or after ten seconds if JCSMP does not come to an end; never fails
     */
    public Future<Void> close() {
        CompletableFuture<Void> end;
        synchronized (lock) {
            if (closing == null) {
                closing = beginClose();
            }
            end = closing;
        }
        Context context = vertx.getOrCreateContext();
        Promise<Void> promise = Promise.promise();
        end.whenComplete((nothing, failure) -> Call.onContext(context, promise::complete));
        return promise.future();
    }

    private void connect() {
        Link link = new Link();
        try {
            link.session = connector.create(event -> onEvent(link, event));
            synchronized (lock) {
                if (closing != null) {
                    Link.closeQuietly(link);
                    return;
                }
                current = link;
            }
            connector.renew(link.session); // what came while it was created
            link.session.connect();
        } catch (JCSMPException | RuntimeException | Error e) {
            Reasons.refusal(e).ifPresent(refusal -> connector.refused());
            failed(link, Reasons.of(e));
            return;
        }
        long epoch;
        synchronized (lock) {
            if (closing != null || link != current) {
                return;
            }
            if (link.dead) {
                epoch = 0;
            } else {
                epoch = beUp(link);
            }
        }
        if (epoch == 0) {
            failed(link, "lost while logging in");
        } else {
            tellUp(link, epoch);
        }
    }

    /** On a thread of JCSMP's: must not block. */
    private void onEvent(Link link, SessionEventArgs event) {
        Reasons.refusal(event.getException()).ifPresent(refusal -> connector.refused());
        String reason =
                event.getException() == null ? String.valueOf(event.getInfo()) : Reasons.of(event.getException());
        switch (event.getEvent()) {
            case RECONNECTING -> lost(link, SolaceState.Status.RECONNECTING, reason);
            case RECONNECTED -> regained(link);
            case DOWN_ERROR -> {
                lost(link, SolaceState.Status.CONNECTING, reason);
                worker.submit(() -> rebuild(link, reason));
            }
            default -> log.info("solace event name={} event={} info={}", name, event.getEvent(), reason);
        }
    }

    private void lost(Link link, SolaceState.Status status, String reason) {
        synchronized (lock) {
            if (link != current || closing != null) {
                return;
            }
            if (status == SolaceState.Status.RECONNECTING) {
                connector.reconnecting();
            } else {
                link.dead = true;
            }
            beDown(status, reason);
        }
    }

    private void regained(Link link) {
        synchronized (lock) {
            if (link != current || link.dead || closing != null) {
                return;
            }
            connector.settled();
            beDown(SolaceState.Status.RECONNECTING, "reconnected");
            long epoch = beUp(link);
            worker.submit(() -> tellUp(link, epoch));
        }
    }

    /** With the lock held, so that what is queued for the listener is in order. */
    private long beUp(Link link) {
        long epoch = ++lastEpoch;
        link.upSince = System.nanoTime();
        state = new SolaceState(SolaceState.Status.UP, epoch, "", Instant.now());
        return epoch;
    }

    /** With the lock held. */
    private void beDown(SolaceState.Status status, String reason) {
        long epoch = state.epoch();
        state = new SolaceState(status, 0, reason, Instant.now());
        if (epoch > 0) {
            worker.submit(() -> tellDown(epoch, reason));
        }
    }

    private void tellUp(Link link, long epoch) {
        if (state.epoch() != epoch) {
            return; // already gone: a call on the session would only bring it back to life unseen
        }
        tidings.up(link.session, epoch).ifPresent(problem -> {
            lost(link, SolaceState.Status.CONNECTING, problem);
            rebuild(link, problem);
        });
    }

    private void tellDown(long epoch, String reason) {
        tidings.down(epoch, reason, state.status() == SolaceState.Status.CLOSED);
    }

    private void rebuild(Link link, String reason) {
        synchronized (lock) {
            if (link != current || closing != null) {
                return;
            }
            boolean wasStable = link.upSince != 0 && System.nanoTime() - link.upSince > STABLE.toNanos();
            if (wasStable) {
                failures = 0;
            }
        }
        failed(link, reason);
    }

    /** Throws the session away and plans the next. Worker thread only. */
    private void failed(Link link, String reason) {
        Link.closeQuietly(link);
        long millis;
        int count;
        synchronized (lock) {
            if (closing != null) {
                return;
            }
            current = null;
            connector.settled();
            count = ++failures;
            millis = backoff.millisAfter(failures, random::nextDouble);
            beDown(SolaceState.Status.CONNECTING, reason);
        }
        attempts.failed(count, millis, reason);
        worker.submitLater(millis, this::connect);
    }

    /** The session that is neither given up nor closed; null if there is none. */
    private JCSMPSession open() {
        synchronized (lock) {
            return current == null || current.dead || closing != null ? null : current.session;
        }
    }

    private Calls.Connection connection() {
        synchronized (lock) {
            return new Calls.Connection(state.isUp() ? current.session : null, state);
        }
    }

    /** With the lock held. */
    private CompletableFuture<Void> beginClose() {
        boolean wasUp = state.isUp();
        beDown(SolaceState.Status.CLOSED, "closed");
        return ending.begin(current, wasUp);
    }
}
