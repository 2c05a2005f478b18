package dev.usher.broker.core;

/**
 * What a front knows of somebody who wants to connect.
 *
 * @param clientName SMF: the name asked for, may be empty; MQTT: the client id, not empty
 * @param vpn may be empty: the default VPN
 * @param remoteAddress {@code ip:port}
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
        boolean cleanSession) {}
