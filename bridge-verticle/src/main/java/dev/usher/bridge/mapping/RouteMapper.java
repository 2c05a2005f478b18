package dev.usher.bridge.mapping;

import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.core.UserProperties;
import dev.usher.topics.Expression;
import dev.usher.topics.LevelCodec;
import dev.usher.topics.Placeholder;
import dev.usher.topics.Rendered;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.TextTemplate;
import dev.usher.topics.Topic;
import dev.usher.topics.TopicTemplate;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** One route, ready for the slots of its Kafka topic. Used by one thread. */
final class RouteMapper {

    private static final String NOTICES = RouteMapping.NOTICES;

    /** A user property: its template and the slots of that. */
    private record Property(TextTemplate template, int[] slots) {}

    private final Route route;
    private final TopicTemplate template;
    private final ReservedCharacters reserved;
    private final Tombstones tombstones;
    private final int[] topicSlots;
    private final BoundCondition when;
    private final int[] whenSlots;
    private final BoundCondition couldTake;
    private final List<String> propertyNames;
    private final List<Property> properties = new ArrayList<>();
    private final SlotPieces pieces;
    private final CacheKey key;
    private final OutcomeCache cache = new OutcomeCache();

    RouteMapper(RouteMapping mapping, ToIntFunction<Placeholder> slotOf) {
        this.route = mapping.route();
        this.template = mapping.topic();
        this.reserved = mapping.reserved();
        this.tombstones = mapping.tombstones();
        this.topicSlots = slots(template.expressions(), slotOf);
        this.when = mapping.when().bind(slotOf);
        this.whenSlots = mapping.when().placeholders().stream().mapToInt(slotOf).toArray();
        this.couldTake = mapping.when().bindWithoutPayload(slotOf);
        this.propertyNames = List.copyOf(mapping.userProperties().keySet());
        mapping.userProperties()
                .values()
                .forEach(text -> properties.add(new Property(text, slots(text.expressions(), slotOf))));
        this.pieces = new SlotPieces(topicSlots);
        this.key = new CacheKey(topicSlots);
    }

    private static int[] slots(List<Expression> expressions, ToIntFunction<Placeholder> slotOf) {
        return expressions.stream()
                .map(Expression::placeholder)
                .mapToInt(slotOf)
                .toArray();
    }

    /** A slot the condition asks for and that cannot be told, or -1. */
    int ambiguous(FieldSlots slots) {
        for (int slot : whenSlots) {
            if (slots.kind(slot) == FieldKind.DUPLICATE) {
                return slot;
            }
        }
        return -1;
    }

    boolean takes(FieldSlots slots) {
        return when.holds(slots);
    }

    /** Whether a tombstone that this route does not take might have been one of its own, had there been a payload. */
    boolean missesTombstone(FieldSlots slots) {
        return tombstones == Tombstones.DEAD_LETTER && couldTake.holds(slots);
    }

    MapOutcome mapTombstone(FieldSlots slots) {
        return switch (tombstones) {
            case DEAD_LETTER -> TopicRoutes.noPayload(Optional.of(route));
            case SKIP -> MapOutcome.Skipped.TOMBSTONE;
            case PUBLISH -> map(slots);
        };
    }

    MapOutcome map(FieldSlots slots) {
        boolean cacheable = key.read(slots);
        MapOutcome.Mapped known = cacheable ? cache.get(key) : null;
        if (known != null) {
            return withProperties(known, slots);
        }
        MapOutcome outcome = plain(slots);
        if (outcome == null) {
            outcome = render(slots);
        }
        if (outcome instanceof MapOutcome.Mapped mapped) {
            if (cacheable) {
                cache.offer(key, mapped);
            }
            return withProperties(mapped, slots);
        }
        return outcome;
    }

    private MapOutcome.Mapped withProperties(MapOutcome.Mapped mapped, FieldSlots slots) {
        if (propertyNames.isEmpty()) {
            return mapped;
        }
        String[] values = new String[properties.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = property(properties.get(i), slots);
        }
        return new MapOutcome.Mapped(route, mapped.topic(), new UserProperties(propertyNames, values));
    }

    /** Null when one of its values is not there, or the text cannot be sent as it is. */
    private static String property(Property property, FieldSlots slots) {
        List<Expression> expressions = property.template().expressions();
        String[] values = new String[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Values.forProperty(expressions.get(i), property.slots()[i], slots);
            if (values[i] == null) {
                return null;
            }
        }
        String text = property.template().render(values);
        return text.indexOf('\0') < 0 ? text : null; // NUL ends a text of Solace's
    }

    /** Null when a value needs more care. */
    private MapOutcome plain(FieldSlots slots) {
        for (int slot : topicSlots) {
            FieldKind kind = slots.kind(slot);
            if (kind != FieldKind.TEXT && kind != FieldKind.INTEGER && kind != FieldKind.BYTES) {
                return null;
            }
        }
        pieces.slots = slots;
        Topic topic = template.renderPlain(pieces);
        return topic == null ? null : mapped(topic);
    }

    /** The values of the topic where the slots have them. */
    private static final class SlotPieces implements TopicTemplate.Pieces {
        private final int[] which;
        private FieldSlots slots;

        SlotPieces(int[] which) {
            this.which = which;
        }

        @Override
        public byte[] array(int expression) {
            return slots.array(which[expression]);
        }

        @Override
        public int start(int expression) {
            return slots.start(which[expression]);
        }

        @Override
        public int end(int expression) {
            return slots.end(which[expression]);
        }
    }

    private MapOutcome render(FieldSlots slots) {
        List<Expression> expressions = template.expressions();
        String[] values = new String[topicSlots.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = Values.forTopic(expressions.get(i), topicSlots[i], slots);
            }
        } catch (Values.NoValueException e) {
            return new MapOutcome.Unmappable(e.reason(), e.getMessage(), Optional.of(route));
        }
        Rendered rendered = template.render(values);
        return rendered instanceof Topic topic ? mapped(topic) : unmappable((Rendered.Unmappable) rendered, values);
    }

    /** The first level must be checked here, too, where a value decides it. */
    private MapOutcome mapped(Topic topic) {
        return topic.text().equals(NOTICES) || topic.text().startsWith(NOTICES + "/")
                ? new MapOutcome.Unmappable(
                        Reason.RESERVED_FOR_NOTICES,
                        "the first level " + NOTICES + " is reserved for notices of seats",
                        Optional.of(route))
                : new MapOutcome.Mapped(route, topic, UserProperties.NONE);
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
        return new MapOutcome.Unmappable(reason, refusal.reason(), Optional.of(route));
    }
}
