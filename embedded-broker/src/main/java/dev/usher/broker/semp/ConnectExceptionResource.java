package dev.usher.broker.semp;

import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.ConfigRefusal;
import dev.usher.broker.core.VpnState;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Client connect exceptions: addresses in CIDR form (SEMP v2 spec, clientConnectExceptionAddress). */
final class ConnectExceptionResource implements Resource {
    private static final String ADDRESS = "clientConnectExceptionAddress";
    private static final int PROFILE = 1;
    private static final ObjectType TYPE = new ObjectType(
            "MsgVpnAclProfileClientConnectException",
            List.of(Attribute.parent("msgVpnName"), Attribute.parent("aclProfileName"), Attribute.key(ADDRESS, 43)));

    private final VpnState vpn;

    ConnectExceptionResource(VpnState vpn) {
        this.vpn = vpn;
    }

    @Override
    public ObjectType type() {
        return TYPE;
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        String profile = parent.get(PROFILE);
        return vpn.aclProfiles().get(profile).connectExceptions().stream()
                .map(cidr -> new JsonObject()
                        .put("msgVpnName", vpn.name())
                        .put("aclProfileName", profile)
                        .put(ADDRESS, cidr))
                .toList();
    }

    @Override
    public void create(Keys parent, JsonObject full) {
        String cidr = full.getString(ADDRESS);
        if (!isCidr(cidr)) {
            throw SempRefusal.invalidParameter("'" + ADDRESS + "' is not an address in CIDR form");
        }
        vpn.aclProfiles().update(parent.get(PROFILE), profile -> {
            if (profile.connectExceptions().contains(cidr)) {
                throw new ConfigRefusal(ConfigRefusal.Code.ALREADY_EXISTS, "exception already exists");
            }
            List<String> all = new ArrayList<>(profile.connectExceptions());
            all.add(cidr);
            return profile.withConnectExceptions(all);
        });
    }

    @Override
    public void delete(Keys keys) {
        get(keys);
        vpn.aclProfiles().update(keys.get(PROFILE), profile -> without(profile, keys.last()));
    }

    private static AclProfile without(AclProfile profile, String cidr) {
        return profile.withConnectExceptions(profile.connectExceptions().stream()
                .filter(c -> !c.equals(cidr))
                .toList());
    }

    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String address = text.substring(0, slash);
        boolean v4 = NetUtil.isValidIpV4Address(address);
        if (!v4 && !(address.matches("[0-9a-fA-F:]+") && NetUtil.isValidIpV6Address(address))) {
            return false;
        }
        String length = text.substring(slash + 1);
        return length.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(length) <= (v4 ? 32 : 128);
    }
}
