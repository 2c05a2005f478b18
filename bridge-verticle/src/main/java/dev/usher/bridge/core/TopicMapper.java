package dev.usher.bridge.core;

import dev.usher.bridge.core.JsonFields.Found;
import dev.usher.topics.LevelCodec;
import dev.usher.topics.Placeholder;
import dev.usher.topics.Rendered;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.Topic;
import dev.usher.topics.TopicTemplate;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Maps a record to its topic by a template over payload fields, key, headers, Kafka topic and partition.
 *
 * <p>When the template names a payload field the whole payload must be one valid JSON object; text and integers are usable.
 * Key and headers must be UTF-8 text; of headers with the same name the last counts, as it does for Kafka's own clients. A record
 * without a payload is never mapped. The first problem in the order of the template is reported, a broken payload before all others.
 *
 * <p>Immutable; one instance serves any number of threads.
 */
public final class TopicMapper {

    /** The first level of the notices of seats: whoever trusts a notice must be sure that no record made it. */
    private static final String NOTICES = "usher";

    /** Why one placeholder has no value. */
    private static final class NoValueException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient MapOutcome.Unmappable outcome;

        NoValueException(Reason reason, String detail) {
            super(detail, null, false, false);
            this.outcome = new MapOutcome.Unmappable(reason, detail);
        }
    }

    private final TopicTemplate template;
    private final ReservedCharacters reserved;
    private final List<Placeholder> placeholders;
    private final JsonFields fields;

    /** For each placeholder its place in what {@link #fields} finds, or -1. */
    private final int[] fieldIndex;

    /** @param reserved the policy the template was parsed with */
    private TopicMapper(TopicTemplate template, ReservedCharacters reserved) {
        this.template = template;
        this.reserved = reserved;
        this.placeholders = template.placeholders();
        this.fields = new JsonFields(placeholders.stream()
                .filter(placeholder -> placeholder.source() == Placeholder.Source.PAYLOAD)
                .map(Placeholder::name)
                .toList());
        this.fieldIndex = placeholders.stream()
                .mapToInt(placeholder -> placeholder.source() == Placeholder.Source.PAYLOAD
                        ? fields.names().indexOf(placeholder.name())
                        : -1)
                .toArray();
    }

    /**
     * @throws dev.usher.topics.InvalidTopicTemplateException when the template is none
     */
    public static TopicMapper of(String template, ReservedCharacters reserved) {
        return new TopicMapper(TopicTemplate.parse(template, reserved), reserved);
    }

    public MapOutcome map(InboundRecord record) {
        if (record.payload() == null) {
            return new MapOutcome.Unmappable(Reason.NULL_PAYLOAD, "the record has no payload");
        }
        try {
            Found[] found = fields.names().isEmpty() ? new Found[0] : fields.read(record.payload());
            String[] values = new String[fieldIndex.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(i, record, found);
            }
            Rendered rendered = template.render(values);
            return rendered instanceof Topic topic ? mapped(topic) : unmappable((Rendered.Unmappable) rendered, values);
        } catch (JsonFields.UnreadableException e) {
            return new MapOutcome.Unmappable(e.reason(), e.getMessage());
        } catch (NoValueException e) {
            return e.outcome;
        }
    }

    private static MapOutcome mapped(Topic topic) {
        return topic.text().equals(NOTICES) || topic.text().startsWith(NOTICES + "/")
                ? new MapOutcome.Unmappable(
                        Reason.RESERVED_FOR_NOTICES, "the first level " + NOTICES + " is reserved for notices of seats")
                : new MapOutcome.Mapped(topic);
    }

    private String value(int index, InboundRecord record, Found[] found) throws NoValueException {
        Placeholder placeholder = placeholders.get(index);
        String value = switch (placeholder.source()) {
            case PAYLOAD -> field(found[fieldIndex[index]]);
            case KEY -> text("the key", record.key());
            case HEADER -> text("header " + placeholder.name(), header(record, placeholder.name()));
            case TOPIC -> record.partition().topic();
            case PARTITION -> Integer.toString(record.partition().partition());
        };
        if (value.isEmpty()) {
            throw new NoValueException(Reason.EMPTY_FIELD, placeholder + " is empty");
        }
        return value;
    }

    private static String field(Found found) throws NoValueException {
        if (found.problem() != null) {
            throw new NoValueException(found.problem(), found.detail());
        }
        return found.text();
    }

    private static byte[] header(InboundRecord record, String name) {
        byte[] value = null;
        for (InboundRecord.Header header : record.headers()) {
            if (header.name().equals(name)) {
                value = header.value();
            }
        }
        return value;
    }

    private static String text(String what, byte[] bytes) throws NoValueException {
        if (bytes == null) {
            throw new NoValueException(Reason.MISSING_FIELD, what + " is missing");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NoValueException(Reason.MISTYPED_FIELD, what + " is not UTF-8 text");
        }
    }

    /** The template has one kind of refusal; which of our reasons it is follows from the values. */
    private MapOutcome unmappable(Rendered.Unmappable refusal, String[] values) {
        CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
        Reason reason = Reason.TOPIC_TOO_LONG;
        for (String value : values) {
            if (!utf8.canEncode(CharBuffer.wrap(value))) {
                reason = Reason.MISTYPED_FIELD;
                break;
            }
            if (reserved == ReservedCharacters.REJECT
                    && !LevelCodec.encode(value).equals(value)) {
                reason = Reason.RESERVED_CHARACTER;
                break;
            }
        }
        return new MapOutcome.Unmappable(reason, refusal.reason());
    }
}
