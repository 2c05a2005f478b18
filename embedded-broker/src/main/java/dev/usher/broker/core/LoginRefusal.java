package dev.usher.broker.core;

/** Why a login was refused, with the code and text an SMF client maps to its subcodes. */
public enum LoginRefusal {
    UNAUTHORIZED(401, "Unauthorized"),
    ACL_DENIED(403, "Forbidden"),
    USERNAME_SHUTDOWN(403, "Client Username Is Shutdown"),
    VPN_NOT_ALLOWED(403, "Message VPN Not Allowed"),
    VPN_UNAVAILABLE(503, "Message VPN Unavailable"),
    NAME_IN_USE(403, "Client Name Already In Use"),
    NAME_INVALID(400, "Client Name Parse Error"),
    /** A durable MQTT session that belongs to another client username. */
    NOT_SESSION_OWNER(403, "Forbidden"),
    /** An MQTT session that management disabled. */
    SESSION_SHUTDOWN(503, "Service Unavailable"),
    /** The VPN takes no passwords. */
    BASIC_AUTHENTICATION_SHUTDOWN(403, "Basic Authentication Is Shutdown"),
    CERTIFICATE_AUTHENTICATION_SHUTDOWN(403, "Client Certificate Authentication Is Shutdown"),
    OAUTH_AUTHENTICATION_SHUTDOWN(403, "OAuth Authentication Is Shutdown"),
    CERTIFICATE_UNTRUSTED(403, "Untrusted Certificate"),
    CERTIFICATE_DATE_INVALID(403, "Client Certificate Expired"),
    /** Only as a fault. */
    DYNAMIC_CLIENTS_NOT_ALLOWED(403, "Dynamic Clients Not Allowed"),
    /** Only as a fault. */
    INVALID_VIRTUAL_ROUTER(403, "Invalid Virtual Router Address"),
    /** The other site is the active one; only as a fault. */
    REPLICATION_STANDBY(503, "Replication Is Standby"),
    TOO_MANY_CLIENTS(503, "Too Many Clients"),
    SERVICE_UNAVAILABLE(503, "Service Unavailable");

    private final int smfCode;
    private final String smfText;

    LoginRefusal(int smfCode, String smfText) {
        this.smfCode = smfCode;
        this.smfText = smfText;
    }

    public int smfCode() {
        return smfCode;
    }

    public String smfText() {
        return smfText;
    }
}
