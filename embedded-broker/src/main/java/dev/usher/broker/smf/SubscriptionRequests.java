package dev.usher.broker.smf;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.OboFault;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.core.UnsubscribeOutcome;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Subscribe and unsubscribe requests of one connection, one's own and on behalf of others. */
final class SubscriptionRequests {

    private final Vertx vertx;
    private final BrokerCore core;
    private final Client client;
    private final Egress egress;

    SubscriptionRequests(Vertx vertx, BrokerCore core, Client client, Egress egress) {
        this.vertx = vertx;
        this.core = core;
        this.client = client;
        this.egress = egress;
    }

    void handle(SmfFrame frame, byte[] correlationTag) {
        SubscriptionMessages.Request request = SubscriptionMessages.parse(frame);
        if (!request.supported()) {
            answer(request, correlationTag, OboOutcome.INVALID);
        } else if (request.clientName().isPresent()) {
            onBehalfOf(request, correlationTag, request.clientName().get());
        } else {
            answer(request, correlationTag, request.add() ? add(request.filter()) : remove(request.filter()));
        }
    }

    private OboOutcome add(String text) {
        Optional<Filter> filter = parse(text);
        if (filter.isEmpty()) {
            return OboOutcome.INVALID;
        }
        return switch (client.subscribe(filter.get())) {
            case OK -> OboOutcome.OK;
            case ALREADY_EXISTS -> OboOutcome.ALREADY_EXISTS;
            case ACL_DENIED -> OboOutcome.ACL_DENIED;
            case INVALID -> OboOutcome.INVALID;
            case TOO_MANY -> OboOutcome.TOO_MANY;
            case CLOSED -> OboOutcome.OUT_OF_RESOURCES;
        };
    }

    private OboOutcome remove(String text) {
        Optional<Filter> filter = parse(text);
        if (filter.isEmpty()) {
            return OboOutcome.INVALID;
        }
        return client.unsubscribe(filter.get()) == UnsubscribeOutcome.OK ? OboOutcome.OK : OboOutcome.NOT_FOUND;
    }

    private static Optional<Filter> parse(String text) {
        try {
            return Optional.of(Filter.smf(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void onBehalfOf(SubscriptionMessages.Request request, byte[] correlationTag, String target) {
        Optional<OboFault.Effect> fault = core.faults().nextObo(target, request.filter());
        if (fault.isEmpty()) {
            answer(request, correlationTag, apply(request, target));
            return;
        }
        switch (fault.get().kind()) {
            case ANSWER -> answer(request, correlationTag, fault.get().answer());
            case SWALLOW -> {
                // Neither applied nor answered.
            }
            case APPLY_UNANSWERED -> apply(request, target);
            case APPLY_AND_CUT -> {
                apply(request, target);
                client.kick("fault");
            }
            case DELAY ->
                vertx.setTimer(
                        Math.max(1, fault.get().delay().toMillis()),
                        id -> answer(request, correlationTag, apply(request, target)));
        }
    }

    private OboOutcome apply(SubscriptionMessages.Request request, String target) {
        return client.onBehalfOf(request.add(), target, request.filter());
    }

    /** The body of the request goes back in every answer: clients take topic and client name from it. */
    private void answer(SubscriptionMessages.Request request, byte[] correlationTag, OboOutcome outcome) {
        if (request.responseRequired() || outcome != OboOutcome.OK) {
            egress.control(
                    Response.of(SmfFrame.SMP, correlationTag, outcome.smfCode(), outcome.smfText(), request.body()));
        }
    }
}
