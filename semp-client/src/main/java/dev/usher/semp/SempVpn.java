package dev.usher.semp;

import java.util.Objects;

/** One Message VPN, seen in one lane. */
public final class SempVpn {
    private final SempCalls calls;
    private final SempLane lane;
    private final String name;

    SempVpn(SempCalls calls, SempLane lane, String name) {
        this.calls = calls;
        this.lane = lane;
        this.name = name;
        SempEncoding.pathValue(name);
    }

    public String name() {
        return name;
    }

    /** The same Message VPN in another lane. */
    public SempVpn in(SempLane other) {
        return new SempVpn(calls, Objects.requireNonNull(other, "lane"), name);
    }

    /** What is configured, and changing it. */
    public VpnConfig config() {
        return new VpnConfig(calls, lane, name);
    }

    /** What is there now. */
    public VpnMonitor monitor() {
        return new VpnMonitor(calls, lane, name);
    }

    /** Actions upon what is there now. */
    public VpnAction action() {
        return new VpnAction(calls, lane, name);
    }
}
