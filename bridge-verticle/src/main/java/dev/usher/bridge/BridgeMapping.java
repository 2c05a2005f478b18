package dev.usher.bridge;

import dev.usher.bridge.core.RecordMapper;
import dev.usher.bridge.mapping.TopicRoutes;
import dev.usher.runtime.config.ConfigReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of which record: the {@code routes} of a bridge. They can be read without anything else, and be replaced in a running
 * bridge as long as the Kafka topics stay.
 */
public record BridgeMapping(List<RouteConfig> routes) {

    /** The keys of the {@code bridge} section that say nothing about mapping. */
    private static final List<String> OTHER_KEYS =
            List.of("kafka", "solace", "badRecords", "deadLetter", "flow", "management");

    public BridgeMapping {
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("routes must have at least one route");
        }
        Set<String> names = new HashSet<>();
        Map<String, RouteConfig> first = new HashMap<>();
        Map<String, RouteConfig> takesAll = new HashMap<>();
        for (RouteConfig route : routes) {
            if (!names.add(route.name())) {
                throw new IllegalArgumentException(
                        "routes has two routes with the name " + route.name() + "; give each a name of its own");
            }
            RouteConfig before = takesAll.get(route.from());
            if (before != null) {
                throw new IllegalArgumentException("routes has " + route.name() + ", which no record ever reaches: "
                        + before.name() + " before it has no when and takes all of " + route.from());
            }
            if (route.when().always()) {
                takesAll.put(route.from(), route);
            }
            RouteConfig other = first.putIfAbsent(route.from(), route);
            if (other != null && other.format() != route.format()) {
                throw new IllegalArgumentException("routes has " + other.name() + " and " + route.name()
                        + " with different formats; all routes from " + route.from() + " read the same records");
            }
        }
    }

    /**
     * Reads the routes of the {@code bridge} section and leaves its other keys, and the variables and files they need, alone. A key
     * that the section does not have is a problem nevertheless.
     */
    public static BridgeMapping from(ConfigReader bridge) {
        OTHER_KEYS.forEach(bridge::ignore);
        List<RouteConfig> routes = routes(bridge);
        return bridge.check(() -> new BridgeMapping(routes));
    }

    static List<RouteConfig> routes(ConfigReader bridge) {
        List<RouteConfig> routes = RouteConfig.all(bridge.nodes("routes"));
        if (routes.isEmpty()) {
            bridge.problem("routes", "is missing; give at least one route with from and topic");
        }
        return routes;
    }

    /** The Kafka topics that are read. */
    public Set<String> topics() {
        return routes.stream().map(RouteConfig::from).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What decides about the records of each of {@link #topics}. Each call makes new ones, for one thread. */
    public Map<String, RecordMapper> mappers() {
        Map<String, List<RouteConfig>> byTopic = new TreeMap<>();
        routes.forEach(route ->
                byTopic.computeIfAbsent(route.from(), from -> new ArrayList<>()).add(route));
        Map<String, RecordMapper> mappers = new TreeMap<>();
        byTopic.forEach((from, ofTopic) -> mappers.put(
                from,
                new TopicRoutes(
                        ofTopic.get(0).format().payloadFormat(),
                        ofTopic.stream().map(RouteConfig::toMapping).toList())));
        return mappers;
    }
}
