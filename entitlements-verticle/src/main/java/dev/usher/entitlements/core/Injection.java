package dev.usher.entitlements.core;

import dev.usher.entitlements.core.SeatState.State;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives filters to clients. A request reaches whoever has the client's name when it is served, so afterwards the client must
 * be the one that was observed before; what may have gone to somebody else is taken back and written down.
 */
final class Injection {
    private static final Logger log = LoggerFactory.getLogger(Injection.class);

    private final BrokerGateway broker;
    private final EntitlementStore store;
    private final Doubts doubts;
    private final UserOnBroker target;
    private final Findings findings;

    Injection(BrokerGateway broker, EntitlementStore store, Doubts doubts, UserOnBroker target, Findings findings) {
        this.broker = broker;
        this.store = store;
        this.doubts = doubts;
        this.target = target;
        this.findings = findings;
    }

    /** Never fails; what did not succeed is in the findings. */
    Future<Void> add(List<Step.Add> additions) {
        Map<Connection, Map<TopicFilter, Outcome>> outcomes = new HashMap<>();
        return Future.join(additions.stream()
                        .map(step -> broker.subscriptions()
                                .add(step.client(), step.filter())
                                .otherwise(failure -> new Outcome.Unknown(String.valueOf(failure.getMessage())))
                                .onSuccess(outcome -> outcomes.computeIfAbsent(step.client(), c -> new HashMap<>())
                                        .put(step.filter(), outcome)))
                        .toList())
                .transform(all -> broker.view().caughtUp())
                .compose(caughtUp -> Future.join(outcomes.entrySet().stream()
                        .map(e -> confirm(e.getKey(), e.getValue()))
                        .toList()))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private Future<Void> confirm(Connection before, Map<TopicFilter, Outcome> outcomes) {
        return broker.view()
                .client(before.clientName(), Urgency.PROVE)
                .compose(now -> now.equals(Optional.of(before)) ? same(before, outcomes) : other(before, now, outcomes))
                .recover(unread -> {
                    findings.left("the identity of client " + before.clientName() + " is not confirmed: "
                            + unread.getMessage());
                    findings.lost(before);
                    return undo(before, Optional.empty(), outcomes);
                });
    }

    private Future<Void> same(Connection client, Map<TopicFilter, Outcome> outcomes) {
        boolean unknown = false;
        for (Map.Entry<TopicFilter, Outcome> entry : outcomes.entrySet()) {
            TopicFilter filter = entry.getKey();
            Outcome outcome = entry.getValue();
            if (outcome instanceof Outcome.Done) {
                findings.confirmed(client, filter);
            } else if (outcome instanceof Outcome.Refused refused) {
                findings.lacks(client, filter, State.DENIED, "refused: " + refused.reason());
            } else if (outcome instanceof Outcome.Unknown unanswered) {
                unknown = true;
                doubts.add(target, client, filter);
                findings.lacks(client, filter, State.PENDING, "not confirmed: " + unanswered.reason());
            } else {
                findings.lacks(client, filter, State.PENDING, "the client is gone");
            }
        }
        if (unknown) {
            log.warn("injection not confirmed user={} client={}", target.user(), client.clientName());
        }
        return Future.succeededFuture();
    }

    private Future<Void> other(Connection before, Optional<Connection> now, Map<TopicFilter, Outcome> outcomes) {
        findings.lost(before);
        if (now.isPresent() && now.get().clientUsername().equals(before.clientUsername())) {
            // The user came back under the same name: nobody saw what they may not see, and the next run looks again.
            return Future.succeededFuture();
        }
        return undo(before, now, outcomes);
    }

    /** Somebody else may have been given the filters: take them back, cut the client, and write it down. */
    private Future<Void> undo(Connection before, Optional<Connection> now, Map<TopicFilter, Outcome> outcomes) {
        List<Future<?>> steps = new ArrayList<>();
        outcomes.forEach((filter, outcome) -> {
            if (outcome instanceof Outcome.Done || outcome instanceof Outcome.Unknown) {
                doubts.add(target, now.orElse(before), filter);
                steps.add(store.recordExposure(target, before, now, filter.toString())
                        .onFailure(failure -> log.error(
                                "exposure not recorded user={} client={} filter={} reason={}",
                                target.user(),
                                before.clientName(),
                                filter,
                                failure.getMessage())));
            }
        });
        now.ifPresent(stranger -> {
            log.error(
                    "client changed identity during injection, disconnecting client={} expected={} found={}",
                    stranger.clientName(),
                    before.clientUsername(),
                    stranger.clientUsername());
            steps.add(broker.eviction().disconnect(stranger));
        });
        return Future.join(steps).<Void>mapEmpty().otherwiseEmpty().compose(done -> takeBack());
    }

    /** Takes back what is in doubt; completes with nothing left in doubt, or with that in the findings. Never fails. */
    Future<Void> takeBack() {
        return Future.join(doubts.of(target).stream()
                        .map(doubt -> broker.subscriptions()
                                .remove(
                                        doubt.client(),
                                        new ObservedSubscription(doubt.filter().toString(), doubt.filter()))
                                .otherwise(failure -> new Outcome.Unknown(String.valueOf(failure.getMessage())))
                                .onSuccess(outcome -> settle(doubt, outcome)))
                        .toList())
                .otherwiseEmpty()
                .mapEmpty();
    }

    private void settle(Doubts.Doubt doubt, Outcome outcome) {
        if (outcome instanceof Outcome.Done || outcome instanceof Outcome.ClientGone) {
            doubts.settle(target, doubt);
        } else {
            findings.left(doubt.filter() + " may still come on client "
                    + doubt.client().clientName());
        }
    }
}
