package dev.usher.broker.smf;

import java.util.Optional;

/** SMP bodies: add or remove a subscription, one's own or on behalf of a client name. */
final class SubscriptionMessages {

    private static final int DELIVER_ALWAYS = 0x10;
    private static final int RESPONSE_REQUIRED = 0x08;
    private static final int TOPIC = 0x04;

    private SubscriptionMessages() {}

    /**
     * @param supported false for queue subscriptions and XML filters
     * @param deliverAlways the client gets deliver-to-one messages whoever else is chosen
     * @param clientName the target, if on behalf of somebody
     */
    // Requests are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Request(
            boolean add,
            boolean supported,
            boolean responseRequired,
            boolean deliverAlways,
            Optional<String> clientName,
            String filter,
            byte[] body) {}

    static Request parse(SmfFrame frame) {
        byte[] body = frame.body().rest();
        ByteReader in = new ByteReader(body, 0, body.length);
        int type = in.u8() & 0x7f;
        if (in.u32() != body.length) {
            throw new MalformedFrameException("SMP length");
        }
        int flags = in.u8();
        boolean topic = (flags & TOPIC) != 0;
        boolean always = (flags & DELIVER_ALWAYS) != 0;
        boolean respond = (flags & RESPONSE_REQUIRED) != 0;
        return switch (type) {
            case 0, 1 -> new Request(type == 0, topic, respond, always, Optional.empty(), in.string(), body);
            case 4, 5 -> {
                String client = in.slice(in.u8()).string();
                yield new Request(
                        type == 4,
                        topic,
                        respond,
                        always,
                        Optional.of(client),
                        in.slice(in.u8()).string(),
                        body);
            }
            case 2, 3 -> new Request(type == 2, false, true, always, Optional.empty(), "", body);
            default -> throw new MalformedFrameException("SMP type " + type);
        };
    }
}
