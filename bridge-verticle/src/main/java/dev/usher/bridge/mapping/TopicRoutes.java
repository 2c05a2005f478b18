package dev.usher.bridge.mapping;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.RecordMapper;
import dev.usher.bridge.core.Route;
import dev.usher.topics.Expression;
import dev.usher.topics.Placeholder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All routes of one Kafka topic. The payload is decoded once for all of them; the first whose condition holds takes the record.
 *
 * <p>When any route names a payload field the whole payload must be valid, before any condition is asked. The first problem in the
 * order of the topic template is reported. A record whose condition asks for a field that is there twice is unmappable: nobody can
 * tell whose it is.
 *
 * <p>A record without a payload goes the same way with all payload fields missing. When no route takes it although one that makes
 * dead letters of tombstones could have, had there been a payload, it is a dead letter rather than skipped; what a condition says of
 * key, headers and the like counts as it is.
 *
 * <p>Used by one thread.
 */
public final class TopicRoutes implements RecordMapper {

    private final Optional<PayloadDecoder> decoder;
    private final RecordFacts facts;
    private final FieldSlots slots;
    private final List<RouteMapper> routes;

    /** @param routes in the order they are asked */
    public TopicRoutes(PayloadFormat format, List<RouteMapping> routes) {
        List<Placeholder> fields = new ArrayList<>();
        List<Placeholder> rest = new ArrayList<>();
        for (Placeholder placeholder : wanted(routes)) {
            (placeholder.source() == Placeholder.Source.PAYLOAD ? fields : rest).add(placeholder);
        }
        this.decoder = fields.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        format.decoderFor(fields.stream().map(Placeholder::name).toList()));
        this.facts = new RecordFacts(rest, fields.size());
        List<Placeholder> all = new ArrayList<>(fields);
        all.addAll(rest);
        this.slots = new FieldSlots(all.size());
        this.routes = routes.stream()
                .map(mapping -> new RouteMapper(mapping, all::indexOf))
                .toList();
    }

    static MapOutcome noPayload(Optional<Route> route) {
        return new MapOutcome.Unmappable(Reason.NULL_PAYLOAD, "the record has no payload", route);
    }

    private static Set<Placeholder> wanted(List<RouteMapping> routes) {
        Set<Placeholder> wanted = new LinkedHashSet<>();
        for (RouteMapping mapping : routes) {
            wanted.addAll(mapping.when().placeholders());
            wanted.addAll(mapping.topic().placeholders());
            mapping.userProperties().values().stream()
                    .flatMap(text -> text.expressions().stream())
                    .map(Expression::placeholder)
                    .forEach(wanted::add);
        }
        return wanted;
    }

    @Override
    public MapOutcome map(InboundRecord record) {
        boolean tombstone = record.payload() == null;
        slots.clear();
        if (!tombstone && decoder.isPresent()) {
            Optional<MapOutcome.Unmappable> problem = decoder.get().decode(record, slots);
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        facts.read(record, slots);
        boolean missed = false;
        for (int i = 0; i < routes.size(); i++) {
            RouteMapper route = routes.get(i);
            int ambiguous = route.ambiguous(slots);
            if (ambiguous >= 0) {
                return new MapOutcome.Unmappable(Reason.DUPLICATE_FIELD, slots.detail(ambiguous));
            }
            if (route.takes(slots)) {
                return tombstone ? route.mapTombstone(slots) : route.map(slots);
            }
            missed |= tombstone && route.missesTombstone(slots);
        }
        return missed ? noPayload(Optional.empty()) : MapOutcome.Skipped.NO_ROUTE;
    }
}
