package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.missingIs;

import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.semp.MqttSessionId;
import dev.usher.semp.MqttSessionSubscription;
import dev.usher.semp.SempLane;
import dev.usher.semp.SempVpn;
import dev.usher.topics.InexactTranslationException;
import dev.usher.topics.InvalidTopicFilterException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Takes subscriptions out of MQTT sessions by the config API, which knows them in MQTT syntax. */
final class SessionEntries {
    private final SempVpn vpn;

    SessionEntries(SempVpn vpn) {
        this.vpn = vpn;
    }

    /**
     * Removes a subscription under whatever spelling the session has it. Empty if the config API does not have the session;
     * fails as SEMP calls do.
     */
    Future<Optional<Outcome>> remove(MqttSessionId session, ObservedSubscription subscription) {
        Optional<String> spelling = spelling(subscription);
        Future<Boolean> found = spelling.isPresent() ? delete(session, spelling.get()) : Future.succeededFuture(false);
        return found.compose(
                removed -> removed ? Future.succeededFuture(done()) : removeWhatMeansTheSame(session, subscription));
    }

    /** Not there as thought: it may be there in other words, as a client writes them ({@code +/#} for {@code #}). */
    private Future<Optional<Outcome>> removeWhatMeansTheSame(MqttSessionId session, ObservedSubscription subscription) {
        return vpn.in(SempLane.REVOKE)
                .config()
                .mqttSubscriptions(session)
                .map(Optional::of)
                .recover(missingIs(Optional.<List<MqttSessionSubscription>>empty()))
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : Future.join(held.get().stream()
                                        .map(MqttSessionSubscription::topic)
                                        .filter(topic -> means(topic, subscription))
                                        .map(topic -> delete(session, topic))
                                        .toList())
                                .map(all -> done()));
    }

    /** Whether it was there. */
    private Future<Boolean> delete(MqttSessionId session, String topic) {
        return vpn.in(SempLane.REVOKE)
                .config()
                .deleteMqttSubscription(session, topic)
                .map(true)
                .recover(missingIs(false));
    }

    private static boolean means(String topic, ObservedSubscription subscription) {
        return topic.equals(subscription.text())
                || TopicFilter.parseObserved(topic, true).equals(subscription.filter());
    }

    /** As the broker showed it, if that was MQTT; otherwise the MQTT spelling, if there is one. */
    private static Optional<String> spelling(ObservedSubscription subscription) {
        try {
            TopicFilter.parseMqtt(subscription.text());
            return Optional.of(subscription.text());
        } catch (InvalidTopicFilterException notMqtt) {
            return mqtt(subscription.filter());
        }
    }

    private static Optional<String> mqtt(TopicFilter filter) {
        try {
            return Optional.of(filter.toMqtt());
        } catch (InexactTranslationException noSuchSpelling) {
            return Optional.empty();
        }
    }

    private static Optional<Outcome> done() {
        return Optional.of(new Outcome.Done());
    }
}
