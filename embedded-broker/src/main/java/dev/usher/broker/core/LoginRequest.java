package dev.usher.broker.core;

/**
 * What a front knows of somebody who wants to connect.
 *
 * @param clientName SMF: the name asked for, may be empty; MQTT: the client id, not empty
 * @param vpn may be empty: the default VPN
 * @param remoteAddress {@code ip:port}
 * @param deliverToOnePriority 1, the highest, to 4
 * @param noLocal what this client publishes it does not receive
 * @param credentials by which scheme the client proves who it is
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
        boolean noLocal,
        Credentials credentials) {

    /** Somebody of the highest priority who wants to receive everything, with a password. */
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
                false,
                new Credentials.Basic());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LoginRequest[" + protocol + " username=" + username + " clientName=" + clientName + " vpn=" + vpn
                + " remoteAddress=" + remoteAddress + "]";
    }
}
