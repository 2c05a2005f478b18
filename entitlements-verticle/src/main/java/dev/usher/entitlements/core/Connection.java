package dev.usher.entitlements.core;

/**
 * What a client is right now. Two connections that differ in any part are different: the name alone proves nothing, since
 * another user may have taken it meanwhile.
 *
 * @param clientName the broker's name for it
 * @param clientUsername under which it logged in
 * @param address its IP address and port
 * @param incarnation the broker's number for this connection (SEMP v2, MsgVpnClient.clientId)
 * @param aclProfile the ACL profile in force for it, which need not be the one configured for its username (SEMP v2,
 *     MsgVpnClient.aclProfileName)
 */
public record Connection(
        String clientName, String clientUsername, String address, long incarnation, String aclProfile) {
    /** True for a client that speaks MQTT, which is injected in another spelling. */
    public boolean isMqtt() {
        return clientName.startsWith("#mqtt/");
    }
}
