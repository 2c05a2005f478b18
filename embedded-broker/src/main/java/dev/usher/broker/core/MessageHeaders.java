package dev.usher.broker.core;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a publisher said about a message beside its topic, payload and user properties. MQTT says nothing of it but how
 * it is to be delivered.
 *
 * @param classOfService 1 to 3
 * @param priority 0 to 255
 * @param timeToLiveMillis has no effect on delivery to subscriptions
 * @param userData at most 36 bytes; nobody may change the array
 * @param reply whether it answers a request
 */
// Headers are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record MessageHeaders(
        DeliveryMode deliveryMode,
        int classOfService,
        boolean elidingEligible,
        boolean deliverToOne,
        boolean dmqEligible,
        OptionalInt priority,
        OptionalLong timeToLiveMillis,
        byte[] userData,
        Optional<String> correlationId,
        Optional<String> applicationMessageId,
        Optional<String> applicationMessageType,
        Optional<String> senderId,
        OptionalLong senderTimestampMillis,
        OptionalLong sequenceNumber,
        Optional<Destination> replyTo,
        Optional<String> httpContentType,
        Optional<String> httpContentEncoding,
        boolean reply) {

    static MessageHeaders plain(DeliveryMode mode, boolean elidingEligible) {
        return new MessageHeaders(
                mode,
                1,
                elidingEligible,
                false,
                false,
                OptionalInt.empty(),
                OptionalLong.empty(),
                new byte[0],
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
