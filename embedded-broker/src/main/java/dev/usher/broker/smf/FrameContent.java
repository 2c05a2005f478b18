package dev.usher.broker.smf;

import dev.usher.broker.core.DeliveryMode;
import dev.usher.broker.core.Destination;
import dev.usher.broker.core.MessageBody;
import dev.usher.broker.core.MessageContent;
import dev.usher.broker.core.MessageDetails;
import dev.usher.broker.core.MessageHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A data message as its frame, whose header parameters and contents summary were checked. */
final class FrameContent implements MessageContent {

    private final SmfFrame frame;
    private final boolean verbatim;
    private final boolean textIsPlainForMqtt;

    FrameContent(SmfFrame frame, boolean verbatim, boolean textIsPlainForMqtt) {
        this.frame = frame;
        this.verbatim = verbatim;
        this.textIsPlainForMqtt = textIsPlainForMqtt;
    }

    SmfFrame frame() {
        return frame;
    }

    /** Whether the frame is delivered as it came. */
    boolean isVerbatim() {
        return verbatim;
    }

    @Override
    public byte[] payload() {
        return Contents.of(frame, HeaderParameters.parse(frame)).payload();
    }

    @Override
    public byte[] mqttPayload() {
        if (textIsPlainForMqtt) {
            MessageBody body = details().body();
            if (body.type() == MessageBody.Type.TEXT) {
                return body.text().orElse("").getBytes(StandardCharsets.UTF_8);
            }
        }
        return payload();
    }

    @Override
    public MessageDetails details() {
        HeaderParameters parameters = HeaderParameters.parse(frame);
        Contents contents = Contents.of(frame, parameters);
        try {
            Optional<Metadata> metadata = contents.metadata().map(Metadata::parse);
            return new MessageDetails(
                    headers(parameters, metadata),
                    metadata.map(Metadata::userProperties).orElse(Map.of()),
                    body(contents, metadata));
        } catch (MalformedFrameException e) {
            return new MessageDetails(
                    headers(parameters, Optional.empty()),
                    Map.of(),
                    new MessageBody(MessageBody.Type.UNREADABLE, contents.payload()));
        }
    }

    private static MessageBody body(Contents contents, Optional<Metadata> metadata) {
        if (metadata.isEmpty()) {
            return new MessageBody(MessageBody.Type.BYTES, contents.payload());
        }
        return switch (metadata.get().type()) {
            case Metadata.TEXT -> structured(MessageBody.Type.TEXT, String.class, contents);
            case Metadata.MAP -> structured(MessageBody.Type.MAP, Map.class, contents);
            case Metadata.STREAM -> structured(MessageBody.Type.STREAM, List.class, contents);
            case Metadata.XML ->
                new MessageBody(MessageBody.Type.XML, new String(contents.payload(), StandardCharsets.UTF_8));
            case Metadata.BYTES -> new MessageBody(MessageBody.Type.BYTES, contents.payload());
            default -> new MessageBody(MessageBody.Type.UNREADABLE, contents.payload());
        };
    }

    private static MessageBody structured(MessageBody.Type type, Class<?> expected, Contents contents) {
        Optional<ByteReader> attachment = contents.attachment();
        if (attachment.isEmpty()) {
            return new MessageBody(type, null);
        }
        Object value = Sdt.decode(attachment.get());
        if (!expected.isInstance(value)) {
            throw new MalformedFrameException("the content is not of the message's type");
        }
        return new MessageBody(type, value);
    }

    private MessageHeaders headers(HeaderParameters parameters, Optional<Metadata> metadata) {
        Map<String, Object> said = metadata.map(Metadata::headers).orElse(Map.of());
        return new MessageHeaders(
                deliveryMode(parameters),
                DataMessages.classOfService(frame),
                frame.has(SmfFrame.ELIDING_ELIGIBLE),
                frame.has(SmfFrame.DELIVER_TO_ONE),
                frame.has(SmfFrame.DMQ_ELIGIBLE),
                parameters.priority() < 0 ? OptionalInt.empty() : OptionalInt.of(parameters.priority()),
                parameters.timeToLive() < 0 ? OptionalLong.empty() : OptionalLong.of(parameters.timeToLive()),
                parameters.userData(),
                text(said, "ci"),
                text(said, "mi"),
                text(said, "mt"),
                text(said, "si"),
                number(said, "ts"),
                number(said, "sn"),
                said.get("rt") instanceof Destination replyTo ? Optional.of(replyTo) : Optional.empty(),
                text(said, "ct"),
                text(said, "ce"),
                metadata.map(Metadata::reply).orElse(false));
    }

    private DeliveryMode deliveryMode(HeaderParameters parameters) {
        if (!frame.isGuaranteed()) {
            return DeliveryMode.DIRECT;
        }
        return parameters.deliveryMode() == 0 ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT;
    }

    private static Optional<String> text(Map<String, Object> said, String key) {
        return said.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static OptionalLong number(Map<String, Object> said, String key) {
        return said.get(key) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
