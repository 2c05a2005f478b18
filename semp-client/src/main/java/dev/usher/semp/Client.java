package dev.usher.semp;

import java.time.Duration;
import java.util.List;

/**
 * A client that is connected now (SEMP v2 spec, MsgVpnClient).
 *
 * @param name unique in the Message VPN; an MQTT client is called {@code #mqtt/<client id>/<number>}
 * @param username the client username it runs under
 * @param address IP address and port of the client
 * @param id the broker's number for this client
 * @param uptime since it connected, whole seconds
 * @param aclProfile in force for it; may be empty for clients internal to the broker
 * @param clientProfile in force for it; may be empty for clients internal to the broker
 * @param slow whether the broker considers it a slow subscriber
 */
public record Client(
        String name,
        String username,
        String address,
        long id,
        Duration uptime,
        String aclProfile,
        String clientProfile,
        boolean slow) {

    public static final String NAME = "clientName";
    public static final String USERNAME = "clientUsername";
    private static final String ADDRESS = "clientAddress";
    private static final String ID = "clientId";
    private static final String UPTIME = "uptime";
    private static final String ACL_PROFILE = "aclProfileName";
    private static final String CLIENT_PROFILE = "clientProfileName";
    private static final String SLOW = "slowSubscriber";

    static final SempType<Client> TYPE = SempType.readOnly(
            SempApi.MONITOR,
            "MsgVpnClient",
            List.of(NAME, USERNAME, ADDRESS, ID, UPTIME, ACL_PROFILE, CLIENT_PROFILE, SLOW),
            Client::decode);

    private static Client decode(SempObject object) {
        return new Client(
                object.nonEmpty(NAME),
                object.string(USERNAME),
                object.string(ADDRESS),
                object.integer(ID),
                Duration.ofSeconds(object.natural(UPTIME)),
                object.string(ACL_PROFILE),
                object.string(CLIENT_PROFILE),
                object.bool(SLOW));
    }
}
