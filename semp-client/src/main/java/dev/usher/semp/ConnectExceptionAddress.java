package dev.usher.semp;

import java.util.List;

/** The wire form of a client-connect exception: an address range in CIDR form, nothing else. */
final class ConnectExceptionAddress {
    private static final String ADDRESS = "clientConnectExceptionAddress";

    static final SempType<String> TYPE = SempType.of(
            SempApi.CONFIG,
            "MsgVpnAclProfileClientConnectException",
            List.of(ADDRESS),
            List.of(ADDRESS),
            object -> object.nonEmpty(ADDRESS));

    private ConnectExceptionAddress() {}

    static SempType.Body body(String cidr) {
        return TYPE.body().set(ADDRESS, cidr);
    }
}
