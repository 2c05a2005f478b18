package dev.usher.broker.core;

/**
 * What a front knows of somebody who wants to connect.
 *
 * @param clientName SMF: the name asked for, may be empty; MQTT: the client id, not empty
 * @param vpn may be empty: the default VPN
 * @param remoteAddress {@code ip:port}
 * @param deliverToOnePriority 1, the highest, to 4
 * @param noLocal what this client publishes it does not receive
 */
public record LoginRequest(
        Protocol protocol,
        String username,
        String password,
        String clientName,
        String vpn,
        String remoteAddress,
        String description,
        String platform,
        String software,
        boolean cleanSession,
        int deliverToOnePriority,
        boolean noLocal) {

    /** Somebody of the highest priority who wants to receive everything. */
    public LoginRequest(
            Protocol protocol,
            String username,
            String password,
            String clientName,
            String vpn,
            String remoteAddress,
            String description,
            String platform,
            String software,
            boolean cleanSession) {
        this(
                protocol,
                username,
                password,
                clientName,
                vpn,
                remoteAddress,
                description,
                platform,
                software,
                cleanSession,
                1,
                false);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LoginRequest[" + protocol + " username=" + username + " clientName=" + clientName + " vpn=" + vpn
                + " remoteAddress=" + remoteAddress + "]";
    }
}
