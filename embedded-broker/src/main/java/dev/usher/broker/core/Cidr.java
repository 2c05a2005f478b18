package dev.usher.broker.core;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Does an address lie in a CIDR block; anything that is no literal address does not. */
final class Cidr {

    private Cidr() {}

    /**
     * @param address {@code ip:port} or {@code ip}
     */
    static boolean contains(String cidr, String address) {
        int slash = cidr.indexOf('/');
        byte[] network = literal(slash < 0 ? cidr : cidr.substring(0, slash));
        byte[] host = literal(withoutPort(address));
        if (network == null || host == null || network.length != host.length) {
            return false;
        }
        int bits = slash < 0 ? network.length * 8 : number(cidr.substring(slash + 1));
        if (bits < 0 || bits > network.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i & 7);
            if ((network[i >> 3] & mask) != (host[i >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String withoutPort(String address) {
        int colon = address.lastIndexOf(':');
        boolean plainIpv6 = colon >= 0 && address.indexOf(':') != colon && !address.contains("]");
        String host = colon < 0 || plainIpv6 || address.endsWith("]") ? address : address.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static byte[] literal(String address) {
        // Only literals: a host name must never cause a look-up here.
        boolean literal = address.contains(":") || address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        if (!literal) {
            return null;
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
