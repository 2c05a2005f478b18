package dev.usher.broker.smf;

import dev.usher.broker.core.Client;
import dev.usher.broker.core.FlowFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Nack;
import dev.usher.broker.net.Egress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Guaranteed publishing on one connection. Only the connection's event loop calls it. */
final class GuaranteedPublishing {

    /** The default of MsgVpnClientProfile.maxIngressFlowCount. */
    private static final int MAX_FLOWS = 1_000;

    private final PublisherFlows flows;
    private final Client client;
    private final Egress egress;
    private final Map<Long, PublisherFlow> open = new HashMap<>();
    /** Closed unasked: what the client sent before it heard of that is nothing malformed. */
    private final Set<Long> closedUnasked = new HashSet<>();
    /** A fault has cut the connection, which is only about to notice. */
    private boolean mute;
    /** A fault holds acknowledgements back. */
    private boolean withheld;
    /** Refusals that wait with them, no more than the windows hold. */
    private final Map<String, Runnable> refusals = new LinkedHashMap<>();
    /** Of the control messages, as the client speaks it. */
    private int version = 3;

    GuaranteedPublishing(PublisherFlows flows, Client client, Egress egress) {
        this.flows = flows;
        this.client = client;
        this.egress = egress;
    }

    void control(SmfFrame frame, byte[] correlationTag) {
        AssuredMessages.Request request = AssuredMessages.parse(frame);
        switch (request.type()) {
            case AssuredMessages.OPEN_FLOW -> open(request, correlationTag);
            case AssuredMessages.CLOSE_FLOW -> close(request, correlationTag);
            default -> {
                byte[] body = AssuredMessages.refused(request.version(), request.type());
                answer(correlationTag, 503, "Service Unavailable", body);
            }
        }
    }

    private void open(AssuredMessages.Request request, byte[] correlationTag) {
        version = request.version();
        Optional<FlowFault.Effect> fault = client.faults().nextFlow(client, request.flowName());
        if (fault.isPresent() && fault.get().kind() == FlowFault.Kind.REFUSE) {
            byte[] body = AssuredMessages.refused(request.version(), AssuredMessages.OPEN_FLOW);
            answer(correlationTag, fault.get().code(), fault.get().text(), body);
            return;
        }
        fault.ifPresent(
                effect -> flows.resume(request.flowName(), client.username()).ifPresent(flow -> harm(flow, effect)));
        if (open.size() >= MAX_FLOWS) {
            byte[] body = AssuredMessages.refused(request.version(), AssuredMessages.OPEN_FLOW);
            answer(correlationTag, 503, "Service Unavailable", body);
            return;
        }
        if (!client.isGuaranteedSendAllowed()) {
            byte[] body = AssuredMessages.refused(request.version(), AssuredMessages.OPEN_FLOW);
            answer(correlationTag, 403, "Permission Not Allowed", body);
            return;
        }
        Optional<PublisherFlow> flow = request.flowName().isEmpty()
                ? Optional.of(flows.open(client.username(), request.window()))
                : flows.resume(request.flowName(), client.username());
        if (flow.isEmpty() && client.isUnknownFlowNew()) {
            flow = flows.adopt(request.flowName(), client.username(), request.window(), request.lastAcked());
        }
        if (flow.isEmpty()) {
            byte[] body = AssuredMessages.refused(request.version(), AssuredMessages.OPEN_FLOW);
            answer(correlationTag, 400, "Unknown Flow Name", body);
            return;
        }
        flow.get().resumed(request.lastAcked());
        flow.get().usedBy(this);
        open.put((long) flow.get().id(), flow.get());
        answer(correlationTag, 200, "OK", AssuredMessages.opened(request.version(), flow.get()));
    }

    private void harm(PublisherFlow flow, FlowFault.Effect fault) {
        if (fault.kind() == FlowFault.Kind.FORGET) {
            flows.close(flow);
        } else {
            flow.loseLast(fault.messages());
        }
    }

    private void close(AssuredMessages.Request request, byte[] correlationTag) {
        PublisherFlow flow = open.remove(request.flowId());
        if (flow != null) {
            flows.close(flow);
        }
        answer(correlationTag, 200, "OK", AssuredMessages.closed(request.version(), request.flowId()));
    }

    /** @param tooLarge refused for that */
    void message(HeaderParameters parameters, Message message, boolean tooLarge) {
        PublisherFlow flow = open.get(parameters.flowId());
        if (flow == null && closedUnasked.contains(parameters.flowId())) {
            return;
        }
        if (flow == null) {
            throw new MalformedFrameException("guaranteed message on an unknown flow");
        }
        long id = parameters.messageId();
        long previous = parameters.previousMessageId();
        if (mute) {
            return;
        }
        if (flow.isNext(id, previous) && client.faults().closesFlow(client, flow.name())) {
            closeUnasked(flow);
            return;
        }
        Optional<GuaranteedFault.Effect> fault =
                flow.isNext(id, previous) ? client.faults().nextGuaranteed(client, message.topic()) : Optional.empty();
        PublisherFlow.Verdict verdict;
        if (fault.isPresent() && fault.get().kind() != GuaranteedFault.Kind.NACK) {
            verdict = harm(fault.get().kind(), flow, () -> flow.offer(id, previous, () -> client.publish(message)));
        } else if (fault.isPresent()) {
            verdict = flow.refuse(id, previous, fault.get().code(), fault.get().text());
        } else if (tooLarge) {
            verdict = flow.refuse(id, previous, Nack.DOCUMENT_TOO_LARGE.code(), Nack.DOCUMENT_TOO_LARGE.text());
        } else if (parameters.isToQueue()) {
            verdict = flow.refuse(id, previous, 400, "Queue Not Found");
        } else {
            verdict = flow.offer(id, previous, () -> client.publish(message));
        }
        if (client.faults().withholdsAck(client, message.topic())) {
            withheld = true;
        }
        if (verdict instanceof PublisherFlow.Verdict.Refused refused) {
            refuse(flow, refused);
        } else if (flow.isAckDue() || parameters.isAckNow()) {
            acknowledge(flow);
        }
    }

    private void closeUnasked(PublisherFlow flow) {
        if (flow.hasUnacknowledged()) {
            acknowledge(flow);
        }
        open.remove((long) flow.id());
        closedUnasked.add((long) flow.id());
        flows.close(flow);
        answer(new byte[0], 503, "Service Unavailable", AssuredMessages.closed(version, flow.id()));
    }

    private PublisherFlow.Verdict harm(
            GuaranteedFault.Kind fault, PublisherFlow flow, Supplier<PublisherFlow.Verdict> accept) {
        if (fault == GuaranteedFault.Kind.LOSE_ACK && flow.hasUnacknowledged()) {
            // Those before it are acknowledged without it.
            acknowledge(flow);
        }
        PublisherFlow.Verdict verdict = switch (fault) {
            case LOSE_ACK, ACCEPT_AND_CUT -> accept.get();
            default -> new PublisherFlow.Verdict.OutOfOrder();
        };
        if (fault == GuaranteedFault.Kind.LOSE_ACK) {
            flow.acknowledgementLost();
        } else if (fault != GuaranteedFault.Kind.LOSE_MESSAGE) {
            mute = true;
            client.kick("fault");
        }
        return verdict;
    }

    /** What a fault held back goes out, if none does any more. */
    void faultsChanged() {
        withheld = withheld && client.faults().withholdsAcks();
        if (!withheld) {
            refusals.values().forEach(Runnable::run);
            refusals.clear();
        }
        flush();
    }

    /** Acknowledges what is still open; called when the input at hand has been worked off. */
    void flush() {
        for (PublisherFlow flow : open.values()) {
            if (flow.hasUnacknowledged()) {
                acknowledge(flow);
            }
        }
    }

    /** The connection has gone. */
    void end() {
        open.values().forEach(flow -> flows.left(flow, this));
    }

    private void refuse(PublisherFlow flow, PublisherFlow.Verdict.Refused refused) {
        if (mute) {
            return;
        }
        if (withheld) {
            // It would acknowledge all before it.
            refusals.put(flow.id() + "/" + refused.id(), () -> nack(flow, refused));
            return;
        }
        nack(flow, refused);
        flow.acknowledged();
    }

    private void nack(PublisherFlow flow, PublisherFlow.Verdict.Refused refused) {
        if (refused.acknowledgedBefore() > 0) {
            answer(new byte[0], 200, "OK", AssuredMessages.ack(version, flow, refused.acknowledgedBefore()));
        }
        answer(new byte[0], refused.code(), refused.text(), AssuredMessages.ack(version, flow, refused.id()));
    }

    private void acknowledge(PublisherFlow flow) {
        if (mute || withheld) {
            return;
        }
        answer(new byte[0], 200, "OK", AssuredMessages.ack(version, flow, flow.acknowledgeable()));
        flow.acknowledged();
    }

    private void answer(byte[] correlationTag, int code, String text, byte[] body) {
        egress.control(Response.of(SmfFrame.ASSURED_CTRL, correlationTag, code, text, body));
    }
}
