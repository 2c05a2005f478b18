package dev.usher.semp;

import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * A client of the SEMP v2 service of one broker. Create one and keep it: it holds the connections and the management session.
 *
 * <pre>{@code
 * SempVpn vpn = client.in(SempLane.REVOKE).vpn("default");
 * vpn.monitor().clients(Where.is(Client.USERNAME, "alice"))
 *     .compose(clients -> ...)
 * }</pre>
 *
 * <p>Every Future of every method fails with a {@link SempFailure}: {@link SempException} when the broker refused,
 * {@link SempUnavailableException} when it did not answer, {@link SempProtocolException} when its answer makes no sense,
 * {@link SempBudgetException} when too much waits already. Arguments that cannot be sent (an empty name, {@code ..}) throw
 * {@link IllegalArgumentException} at once. What is sent again after a failure is stated at {@link SempRetry}.
 *
 * <p>A 401 makes the client forget its management session, so that the next request logs in anew. With basic authentication at most
 * as many sessions are opened as requests may run at a time.
 */
public final class SempClient {
    private final SempHttp http;
    private final SempCalls calls;
    private final SempLane lane;

    private SempClient(SempHttp http, SempCalls calls, SempLane lane) {
        this.http = http;
        this.calls = calls;
        this.lane = lane;
    }

    /** A client in the lane {@link SempLane#SWEEP}: whoever forgets to name a lane waits, and takes nobody's turn. */
    public static SempClient create(Vertx vertx, SempClientConfig config) {
        SempHttp http = new SempHttp(vertx, config);
        SempCalls calls = new SempCalls(vertx, http, config.budget(), config.retry(), new SecureRandom()::nextDouble);
        return new SempClient(http, calls, SempLane.SWEEP);
    }

    /** The same client, its calls in the given lane. */
    public SempClient in(SempLane other) {
        return new SempClient(http, calls, Objects.requireNonNull(other, "lane"));
    }

    /** What concerns one Message VPN. */
    public SempVpn vpn(String name) {
        return new SempVpn(calls, lane, name);
    }

    /** Closes the connections; calls under way and later ones fail with {@link SempUnavailableException}. */
    public void close() {
        http.close();
    }
}
