package dev.usher.entitlements.semp;

import dev.usher.entitlements.core.SubscriptionLimits;
import dev.usher.semp.ClientProfile;
import dev.usher.semp.MsgVpn;
import dev.usher.semp.SempLane;
import dev.usher.semp.SempVpn;
import dev.usher.semp.VpnConfig;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Limits as configured, remembered for a moment: a thousand seats given at once ask for them once. */
final class SubscriptionCounts {
    /** Long enough for a burst; an operator who raises a limit does not wait. */
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final SempVpn vpn;
    private final LongSupplier nanos;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    SubscriptionCounts(SempVpn vpn, LongSupplier nanos) {
        this.vpn = vpn;
        this.nanos = nanos;
    }

    private record Asked(long at, Future<SubscriptionLimits> limits) {}

    /** Fails as SEMP calls do; a failure is not remembered. */
    Future<SubscriptionLimits> of(String clientProfile, SempLane lane) {
        long now = nanos.getAsLong();
        Asked latest = asked.compute(
                clientProfile,
                (name, former) -> former != null && !former.limits().failed() && now - former.at() < FRESH_NANOS
                        ? former
                        : new Asked(now, read(name, lane)));
        return latest.limits();
    }

    private Future<SubscriptionLimits> read(String clientProfile, SempLane lane) {
        VpnConfig config = vpn.in(lane).config();
        Future<ClientProfile> profile = config.clientProfile(clientProfile);
        Future<MsgVpn> whole = config.msgVpn();
        return Future.all(profile, whole)
                .map(read -> new SubscriptionLimits(
                        profile.result().maxSubscriptionCount(), whole.result().maxSubscriptionCount()));
    }
}
