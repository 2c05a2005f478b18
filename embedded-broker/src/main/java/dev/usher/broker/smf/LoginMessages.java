package dev.usher.broker.smf;

import java.util.Map;
import java.util.TreeMap;

/** ClientCtrl bodies: login and the change of client name or description. */
final class LoginMessages {

    static final int LOGIN = 0;
    static final int UPDATE = 1;

    private static final int PREFIX = 6;
    private static final int PLATFORM = 0x02;
    private static final int DESCRIPTION = 0x04;
    private static final int CLIENT_NAME = 0x05;
    private static final int VPN = 0x06;
    private static final int PRIORITIES = 0x07;
    private static final int INBOX = 0x08;
    private static final int CAPABILITIES = 0x09;
    private static final int VIRTUAL_ROUTER = 0x0A;
    private static final int ROUTER = 0x0C;
    private static final int NO_LOCAL = 0x0F;
    private static final int AUTHENTICATION = 0x11;
    private static final int EXTENDED_CAPABILITIES = 0x13;
    private static final int KEEP_ALIVE = 0x18;

    /** Schemes of authentication as JCSMP 10.29.1 numbers them; basic also when none is named. */
    static final int BASIC = 0;

    static final int CLIENT_CERTIFICATE = 1;
    static final int OAUTH = 10;

    private static final int NO_LOCAL_CAPABLE = 0x02;

    private LoginMessages() {}

    /** What a client says in a login or update; absent strings are empty, absent numbers 0. */
    record Request(
            int type,
            String software,
            String platform,
            String description,
            boolean hasClientName,
            String clientName,
            String vpn,
            int deliverToOnePriority,
            boolean noLocal,
            int scheme,
            int keepAliveSeconds) {}

    static Request parse(SmfFrame frame) {
        ByteReader in = frame.body();
        int version = in.u8() & 0x07;
        int type = in.u8();
        long length = in.u32();
        if (version != 1 || length != in.remaining() + (long) PREFIX) {
            throw new MalformedFrameException("ClientCtrl version or length");
        }
        Map<Integer, byte[]> values = new TreeMap<>();
        while (in.hasMore()) {
            int parameter = in.u8() & 0x7f;
            values.put(parameter, in.take(in.length(in.u32(), 5)));
        }
        return new Request(
                type,
                text(values, 0x00),
                text(values, PLATFORM),
                text(values, DESCRIPTION),
                values.containsKey(CLIENT_NAME),
                text(values, CLIENT_NAME),
                text(values, VPN),
                deliverToOnePriority(values),
                number(values, NO_LOCAL) == 1,
                (int) number(values, AUTHENTICATION),
                (int) Math.min(number(values, KEEP_ALIVE), 3_600));
    }

    /** The first of two: that among the clients of the same broker. */
    private static int deliverToOnePriority(Map<Integer, byte[]> values) {
        byte[] value = values.getOrDefault(PRIORITIES, new byte[0]);
        return value.length == 0 ? 1 : Math.max(1, Math.min(4, value[0]));
    }

    private static String text(Map<Integer, byte[]> values, int type) {
        byte[] value = values.getOrDefault(type, new byte[0]);
        return new ByteReader(value, 0, value.length).string();
    }

    private static long number(Map<Integer, byte[]> values, int type) {
        byte[] value = values.getOrDefault(type, new byte[0]);
        return new ByteReader(value, 0, value.length).uint(Math.min(4, value.length));
    }

    /** What the broker tells a client that it may do. */
    record Welcome(
            String clientName,
            String vpn,
            String inbox,
            String router,
            boolean noLocal,
            boolean guaranteedPublish,
            boolean subscriptionManager,
            boolean eliding,
            MessageLimits limits) {}

    static byte[] accepted(Welcome welcome) {
        ByteWriter out = new ByteWriter(256);
        string(out, 0x00, "usher-embedded-broker");
        string(out, 0x01, "");
        string(out, PLATFORM, "Usher embedded broker, not for production");
        string(out, CLIENT_NAME, welcome.clientName());
        string(out, VPN, welcome.vpn());
        string(out, INBOX, welcome.inbox());
        parameter(out, CAPABILITIES, capabilities(welcome));
        if (welcome.noLocal()) {
            parameter(out, NO_LOCAL, new byte[] {1});
        }
        string(out, VIRTUAL_ROUTER, "v:" + welcome.router());
        string(out, ROUTER, welcome.router());
        // AssuredCtrl versions 1 to 4, XA version 1.
        parameter(out, EXTENDED_CAPABILITIES, new byte[] {0, 4, 0, 0, 0, 7, 1, 4, 5, 0, 0, 0, 7, 1, 1});
        return body(LOGIN, out.toBytes());
    }

    static byte[] renamed(String clientName, String inbox) {
        ByteWriter out = new ByteWriter(128);
        string(out, CLIENT_NAME, clientName);
        string(out, INBOX, inbox);
        return body(UPDATE, out.toBytes());
    }

    static byte[] empty(int type) {
        return body(type, new byte[0]);
    }

    /** Everything not modelled is off, so that clients refuse it themselves: endpoints, flows to consumers, transactions. */
    private static byte[] capabilities(Welcome welcome) {
        return new ByteWriter(48)
                .u8(32)
                .u8(welcome.guaranteedPublish() ? 0x08 : 0)
                .u8((welcome.subscriptionManager() ? 0x10 : 0) | (welcome.eliding() ? 0x08 : 0) | NO_LOCAL_CAPABLE)
                .u8(0)
                .u8(0)
                .u8(0)
                .u32(9)
                .u32(1_000_000_000)
                .u8(1)
                .u32(6)
                .u8(0)
                .u8(2)
                .u32(9)
                .u32(welcome.limits().guaranteed())
                .u8(3)
                .u32(9)
                .u32(welcome.limits().direct())
                .toBytes();
    }

    private static byte[] body(int type, byte[] parameters) {
        return new ByteWriter(PREFIX + parameters.length)
                .u8(1)
                .u8(type)
                .u32((long) PREFIX + parameters.length)
                .raw(parameters)
                .toBytes();
    }

    private static void string(ByteWriter out, int type, String value) {
        parameter(out, type, new ByteWriter(32).string(value).toBytes());
    }

    private static void parameter(ByteWriter out, int type, byte[] value) {
        out.u8(type).u32(5L + value.length).raw(value);
    }
}
