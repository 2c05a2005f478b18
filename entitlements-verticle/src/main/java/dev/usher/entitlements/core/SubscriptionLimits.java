package dev.usher.entitlements.core;

/**
 * How many subscriptions the broker takes. What would go past 80 % of one is not begun.
 *
 * @param perClient of the username's client profile (SEMP v2 spec, MsgVpnClientProfile.maxSubscriptionCount)
 * @param perVpn of the Message VPN (SEMP v2 spec, MsgVpn.maxSubscriptionCount)
 */
public record SubscriptionLimits(long perClient, long perVpn) {
    private static final int USABLE_PERCENT = 80;

    public SubscriptionLimits {
        if (perClient < 0 || perVpn < 0) {
            throw new IllegalArgumentException("a limit cannot be negative");
        }
    }

    public long usablePerClient() {
        return perClient * USABLE_PERCENT / 100;
    }

    public long usablePerVpn() {
        return perVpn * USABLE_PERCENT / 100;
    }
}
