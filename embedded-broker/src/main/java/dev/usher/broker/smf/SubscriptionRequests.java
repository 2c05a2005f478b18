package dev.usher.broker.smf;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.OboFault;
import dev.usher.broker.core.OboOutcome;
import dev.usher.broker.core.UnsubscribeOutcome;
import dev.usher.broker.net.Egress;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscribe and unsubscribe requests of one connection, one's own and on behalf of others. */
final class SubscriptionRequests {

    private static final Logger log = LoggerFactory.getLogger(SubscriptionRequests.class);

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
            Optional<OboFault.Effect> fault = core.faults().nextSubscribe(client, request.filter());
            serve(fault, request, correlationTag, () -> request.add() ? add(request) : remove(request.filter()));
        }
    }

    private OboOutcome add(SubscriptionMessages.Request request) {
        Optional<Filter> filter = parse(request.filter());
        if (filter.isEmpty()) {
            return OboOutcome.INVALID;
        }
        return switch (client.subscribe(filter.get(), request.deliverAlways())) {
            case OK -> OboOutcome.OK;
            case ALREADY_EXISTS -> OboOutcome.ALREADY_EXISTS;
            case ACL_DENIED -> OboOutcome.ACL_DENIED;
            case INVALID -> OboOutcome.INVALID;
            case TOO_MANY -> OboOutcome.TOO_MANY;
            case CONFLICT -> OboOutcome.CONFLICT;
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
        serve(
                fault,
                request,
                correlationTag,
                () -> client.onBehalfOf(request.add(), target, request.filter(), request.deliverAlways()));
    }

    private void serve(
            Optional<OboFault.Effect> fault,
            SubscriptionMessages.Request request,
            byte[] correlationTag,
            Supplier<OboOutcome> apply) {
        if (fault.isEmpty()) {
            answer(request, correlationTag, apply.get());
            return;
        }
        switch (fault.get().kind()) {
            case ANSWER -> answer(request, correlationTag, fault.get().answer());
            case SWALLOW -> {
                // Neither applied nor answered.
            }
            case APPLY_UNANSWERED -> leaveUnanswered(apply.get());
            case APPLY_AND_CUT -> {
                leaveUnanswered(apply.get());
                client.kick("fault");
            }
            case DELAY -> delay(fault.get().delay(), () -> answer(request, correlationTag, apply.get()));
        }
    }

    private void delay(Duration delay, Runnable task) {
        Context context = vertx.getOrCreateContext();
        Runnable due = core.faults().putOff(() -> context.runOnContext(v -> task.run()), () -> {
            // A reset disconnects the client.
        });
        vertx.setTimer(Math.max(1, delay.toMillis()), id -> due.run());
    }

    private void leaveUnanswered(OboOutcome outcome) {
        log.debug("request applied and not answered client={} outcome={}", client.name(), outcome);
    }

    /** The body of the request goes back in every answer: clients take topic and client name from it. */
    private void answer(SubscriptionMessages.Request request, byte[] correlationTag, OboOutcome outcome) {
        if (request.responseRequired() || outcome != OboOutcome.OK) {
            int code = outcome == OboOutcome.UNKNOWN_CLIENT
                    ? core.switches().unknownClient().code()
                    : outcome.smfCode();
            egress.control(Response.of(SmfFrame.SMP, correlationTag, code, outcome.smfText(), request.body()));
        }
    }
}
