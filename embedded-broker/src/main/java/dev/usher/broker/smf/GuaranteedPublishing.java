package dev.usher.broker.smf;

import dev.usher.broker.core.Client;
import dev.usher.broker.core.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Guaranteed publishing on one connection. Only the connection's event loop calls it. */
final class GuaranteedPublishing {

    private final PublisherFlows flows;
    private final Client client;
    private final Egress egress;
    private final Map<Long, PublisherFlow> open = new HashMap<>();

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
        if (!client.isGuaranteedSendAllowed()) {
            byte[] body = AssuredMessages.refused(request.version(), AssuredMessages.OPEN_FLOW);
            answer(correlationTag, 403, "Permission Not Allowed", body);
            return;
        }
        Optional<PublisherFlow> flow = request.flowName().isEmpty()
                ? Optional.of(flows.open(client.username(), request.window()))
                : flows.resume(request.flowName(), client.username());
        if (flow.isEmpty()) {
            byte[] body = AssuredMessages.refused(request.version(), AssuredMessages.OPEN_FLOW);
            answer(correlationTag, 400, "Unknown Flow Name", body);
            return;
        }
        open.put((long) flow.get().id(), flow.get());
        answer(correlationTag, 200, "OK", AssuredMessages.opened(request.version(), flow.get()));
    }

    private void close(AssuredMessages.Request request, byte[] correlationTag) {
        PublisherFlow flow = open.remove(request.flowId());
        if (flow != null) {
            flows.close(flow);
        }
        answer(correlationTag, 200, "OK", AssuredMessages.closed(request.version(), request.flowId()));
    }

    void message(HeaderParameters parameters, Message message) {
        PublisherFlow flow = open.get(parameters.flowId());
        if (flow == null) {
            throw new MalformedFrameException("guaranteed message on an unknown flow");
        }
        long id = parameters.messageId();
        long previous = parameters.previousMessageId();
        PublisherFlow.Verdict verdict = parameters.isToQueue()
                ? flow.refuse(id, previous, 400, "Queue Not Found")
                : flow.offer(id, previous, () -> client.publish(message));
        if (verdict instanceof PublisherFlow.Verdict.Refused refused) {
            refuse(flow, refused);
        } else if (flow.isAckDue() || parameters.isAckNow()) {
            acknowledge(flow);
        }
    }

    /** Acknowledges what is still open; called when the input at hand has been worked off. */
    void flush() {
        for (PublisherFlow flow : open.values()) {
            if (flow.hasUnacknowledged()) {
                acknowledge(flow);
            }
        }
    }

    private void refuse(PublisherFlow flow, PublisherFlow.Verdict.Refused refused) {
        if (refused.acknowledgedBefore() > 0) {
            answer(new byte[0], 200, "OK", AssuredMessages.ack(flow, refused.acknowledgedBefore()));
        }
        answer(new byte[0], refused.code(), refused.text(), AssuredMessages.ack(flow, refused.id()));
        flow.acknowledged();
    }

    private void acknowledge(PublisherFlow flow) {
        answer(new byte[0], 200, "OK", AssuredMessages.ack(flow, flow.lastId()));
        flow.acknowledged();
    }

    private void answer(byte[] correlationTag, int code, String text, byte[] body) {
        egress.control(Response.of(SmfFrame.ASSURED_CTRL, correlationTag, code, text, body));
    }
}
