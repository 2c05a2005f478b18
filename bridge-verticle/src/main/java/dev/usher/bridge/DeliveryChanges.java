package dev.usher.bridge;

import dev.usher.bridge.core.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds what must not change while records are on their way: how the routes of a Kafka topic are delivered. A record that waits for its
 * turn by the rules of one way could be sent after a newer one that goes by the rules of another, and the older value would stay.
 */
final class DeliveryChanges {

    private DeliveryChanges() {}

    /** One text for each route; none when the mapping may be replaced. Both read the same Kafka topics. */
    static List<String> between(BridgeMapping running, BridgeMapping changed) {
        List<String> problems = new ArrayList<>();
        for (RouteConfig route : changed.routes()) {
            Optional<RouteConfig> former = same(running, route);
            if (former.isPresent()) {
                if (!way(route).equals(way(former.get()))) {
                    problems.add(refusal(route, "has " + way(route) + ", in the running bridge " + way(former.get())));
                }
            } else if (!ways(running, route.from()).contains(way(route))) {
                problems.add(refusal(
                        route,
                        "is new and has " + way(route) + ", in the running bridge the routes from " + route.from()
                                + " have " + said(running, route.from())));
            }
        }
        for (RouteConfig route : running.routes()) {
            if (same(changed, route).isEmpty() && !ways(changed, route.from()).contains(way(route))) {
                problems.add(refusal(
                        route,
                        "is gone and has " + way(route) + " in the running bridge, the routes left from " + route.from()
                                + " have " + said(changed, route.from())));
            }
        }
        return problems;
    }

    private static String refusal(RouteConfig route, String what) {
        return "bridge.routes: " + route.name() + " " + what + "; restart it to use that";
    }

    private static Optional<RouteConfig> same(BridgeMapping mapping, RouteConfig route) {
        return mapping.routes().stream()
                .filter(other ->
                        other.name().equals(route.name()) && other.from().equals(route.from()))
                .findFirst();
    }

    private static Set<String> ways(BridgeMapping mapping, String from) {
        return mapping.routes().stream()
                .filter(route -> route.from().equals(from))
                .map(DeliveryChanges::way)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String said(BridgeMapping mapping, String from) {
        return String.join(" or ", ways(mapping, from));
    }

    /** In the words of the configuration. */
    private static String way(RouteConfig route) {
        Delivery delivery = route.delivery();
        String mode = "delivery " + delivery.mode().name().toLowerCase(Locale.ROOT);
        return delivery.mode() == Delivery.Mode.DIRECT
                ? mode
                : mode + " and ordering " + delivery.ordering().name().toLowerCase(Locale.ROOT);
    }
}
