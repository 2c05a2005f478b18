package dev.usher.broker.smf;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientPort;
import dev.usher.broker.core.Credentials;
import dev.usher.broker.core.DirectQueues;
import dev.usher.broker.core.LoginRefusal;
import dev.usher.broker.core.LoginRequest;
import dev.usher.broker.core.LoginResult;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Nack;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.PublishOutcome;
import dev.usher.broker.net.Egress;
import dev.usher.broker.net.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SMF connection: nothing but a login is understood first. Input is handled on the connection's event loop only. */
final class SmfConnection implements ClientPort {

    private static final Logger log = LoggerFactory.getLogger(SmfConnection.class);
    /** A second, in which clients announce their keepalive interval. */
    static final long KEEP_ALIVE_UNIT_MILLIS = 1_000;

    private static final long LOGIN_TIMEOUT_MILLIS = 30_000;
    private static final int SILENT_INTERVALS = 10;

    private final Vertx vertx;
    private final BrokerCore core;
    private final PublisherFlows flows;
    private final long keepAliveUnitMillis;
    private final Transport transport;
    private final Egress egress;
    private final MessageLimits limits;
    private final FrameDecoder decoder;
    private volatile Client client;
    private SubscriptionRequests subscriptions;
    private GuaranteedPublishing guaranteed;
    private long timer;
    private long expiry = -1;
    private boolean heard = true;
    private int silentIntervals;
    private boolean ended;

    SmfConnection(Vertx vertx, BrokerCore core, PublisherFlows flows, Transport transport) {
        this(vertx, core, flows, transport, MessageLimits.STANDARD, KEEP_ALIVE_UNIT_MILLIS);
    }

    SmfConnection(
            Vertx vertx,
            BrokerCore core,
            PublisherFlows flows,
            Transport transport,
            MessageLimits limits,
            long keepAliveUnitMillis) {
        this.limits = limits;
        this.decoder = new FrameDecoder(limits.maxFrame());
        this.keepAliveUnitMillis = keepAliveUnitMillis;
        this.vertx = vertx;
        this.core = core;
        this.flows = flows;
        this.transport = transport;
        this.egress = new Egress(transport, SmfFrame.DISCARD_INDICATION);
    }

    void start() {
        timer = vertx.setTimer(LOGIN_TIMEOUT_MILLIS, id -> fail("no login"));
        transport.listen(this::received, this::fail, () -> gone("closed by client"));
    }

    private void received(Buffer buffer) {
        if (ended) {
            return;
        }
        heard = true;
        try {
            decoder.feed(buffer.getBytes());
            SmfFrame frame;
            while (!ended && (frame = decoder.next()) != null) {
                handle(frame);
            }
            if (guaranteed != null) {
                guaranteed.flush();
            }
        } catch (MalformedFrameException e) {
            fail("malformed input: " + e.getMessage());
        } catch (RuntimeException e) {
            log.warn("input failed address={}", transport.address(), e);
            fail("internal error");
        }
    }

    private void handle(SmfFrame frame) {
        HeaderParameters parameters = HeaderParameters.parse(frame);
        if (client == null) {
            if (frame.protocol() != SmfFrame.CLIENT_CTRL) {
                throw new MalformedFrameException("no login");
            }
            login(frame, parameters);
            return;
        }
        switch (frame.protocol()) {
            case SmfFrame.TR_MSG -> message(frame, parameters);
            case SmfFrame.KEEP_ALIVE -> egress.control(Response.keepAlive());
            case SmfFrame.SMP -> subscriptions.handle(frame, parameters.correlationTag());
            case SmfFrame.ASSURED_CTRL -> guaranteed.control(frame, parameters.correlationTag());
            case SmfFrame.CLIENT_CTRL -> update(frame, parameters.correlationTag());
            default -> throw new MalformedFrameException("protocol " + frame.protocol());
        }
    }

    private void login(SmfFrame frame, HeaderParameters parameters) {
        LoginMessages.Request request = LoginMessages.parse(frame);
        if (request.type() != LoginMessages.LOGIN) {
            throw new MalformedFrameException("no login");
        }
        byte[] tag = parameters.correlationTag();
        LoginResult result = core.login(
                new LoginRequest(
                        Protocol.SMF,
                        parameters.username(),
                        parameters.password(),
                        request.clientName(),
                        request.vpn(),
                        transport.address(),
                        request.description(),
                        request.platform(),
                        request.software(),
                        true,
                        request.deliverToOnePriority(),
                        request.noLocal(),
                        credentials(request, parameters)),
                this);
        if (result instanceof LoginResult.Refused refused) {
            // The client closes; if it does not, the login timeout does.
            refuse(tag, LoginMessages.LOGIN, refused.reason());
        } else if (result instanceof LoginResult.Accepted accepted) {
            welcome(accepted.client(), request, tag);
            accepted.until().ifPresent(this::endAt);
        }
    }

    private Credentials credentials(LoginMessages.Request request, HeaderParameters parameters) {
        return switch (request.scheme()) {
            case LoginMessages.BASIC -> new Credentials.Basic();
            case LoginMessages.CLIENT_CERTIFICATE -> new Credentials.ClientCertificate(shown());
            case LoginMessages.OAUTH ->
                parameters
                        .extended()
                        .accessToken()
                        .filter(token -> transport.tls().isPresent())
                        .<Credentials>map(token -> new Credentials.Token(
                                token, parameters.extended().issuer()))
                        .orElseGet(Credentials.Other::new);
            default -> new Credentials.Other();
        };
    }

    private List<X509Certificate> shown() {
        List<X509Certificate> chain = new ArrayList<>();
        transport.tls().ifPresent(session -> {
            try {
                for (Certificate each : session.getPeerCertificates()) {
                    chain.add((X509Certificate) each);
                }
            } catch (SSLPeerUnverifiedException e) {
                log.debug("no client certificate address={}", transport.address());
            }
        });
        return chain;
    }

    private void endAt(Instant expires) {
        long millis = Duration.between(core.clock().instant(), expires).toMillis();
        expiry = vertx.setTimer(Math.max(1, millis), id -> fail("token expired"));
    }

    private void welcome(Client accepted, LoginMessages.Request request, byte[] tag) {
        client = accepted;
        subscriptions = new SubscriptionRequests(vertx, core, client, egress);
        guaranteed = new GuaranteedPublishing(flows, client, egress);
        vertx.cancelTimer(timer);
        if (request.keepAliveSeconds() > 0) {
            timer = vertx.setPeriodic(keepAliveUnitMillis * request.keepAliveSeconds(), id -> checkAlive());
        }
        byte[] body = LoginMessages.accepted(new LoginMessages.Welcome(
                client.name(),
                core.vpn().name(),
                client.inbox(),
                core.router(),
                request.noLocal(),
                client.isGuaranteedSendAllowed(),
                client.isSubscriptionManager(),
                client.isElidingEnabled(),
                limits));
        // Since the login others may have had something for this client, which must not come before the answer.
        egress.controlAhead(Response.of(SmfFrame.CLIENT_CTRL, tag, 200, "OK", body));
    }

    private void update(SmfFrame frame, byte[] tag) {
        LoginMessages.Request request = LoginMessages.parse(frame);
        if (request.type() != LoginMessages.UPDATE) {
            throw new MalformedFrameException("second login");
        }
        Optional<LoginRefusal> refused =
                request.hasClientName() ? client.rename(request.clientName()) : Optional.empty();
        if (refused.isPresent()) {
            refuse(tag, LoginMessages.UPDATE, refused.get());
            return;
        }
        byte[] body = LoginMessages.renamed(client.name(), client.inbox());
        egress.control(Response.of(SmfFrame.CLIENT_CTRL, tag, 200, "OK", body));
    }

    private void refuse(byte[] tag, int type, LoginRefusal reason) {
        byte[] body = LoginMessages.empty(type);
        egress.control(Response.of(SmfFrame.CLIENT_CTRL, tag, reason.smfCode(), reason.smfText(), body));
    }

    private void message(SmfFrame frame, HeaderParameters parameters) {
        if (parameters.isToQueue() && !frame.isGuaranteed()) {
            egress.control(Response.rejectedMessage(400, "Queue Not Found"));
            return;
        }
        Message message = DataMessages.decode(frame, parameters, core.switches().plainTextToMqtt());
        boolean tooLarge = !limits.allow(frame);
        if (frame.isGuaranteed()) {
            guaranteed.message(parameters, message, tooLarge);
            return;
        }
        if (tooLarge) {
            egress.control(Response.rejectedMessage(Nack.DOCUMENT_TOO_LARGE.code(), Nack.DOCUMENT_TOO_LARGE.text()));
            return;
        }
        PublishOutcome outcome = client.publish(message);
        switch (outcome) {
            case OK, NO_SUBSCRIPTION_MATCH, CLOSED -> {
                // Direct messages are not acknowledged.
            }
            case ACL_DENIED -> {
                if (core.switches().refusedDirectPublishReported()) {
                    egress.control(Response.rejectedMessage(403, "Publish ACL Denied"));
                }
            }
            case INVALID_TOPIC -> egress.control(Response.rejectedMessage(400, "Topic Parse Error"));
        }
    }

    private void checkAlive() {
        heard = heard || !transport.isHearing();
        silentIntervals = heard ? 0 : silentIntervals + 1;
        heard = false;
        if (silentIntervals >= SILENT_INTERVALS) {
            fail("keepalive timeout");
        }
    }

    @Override
    public int deliver(Message message) {
        Client known = client;
        DirectQueues queues = known == null ? DirectQueues.CREATED : known.directQueues();
        DirectQueues.Queue queue = queues.of(message.classOfService());
        return egress.message(
                DataMessages.delivery(message),
                Egress.Priority.ofClass(message.classOfService()),
                message.workUnits(),
                queue.maxDepth(),
                queue.minMsgBurst());
    }

    @Override
    public Optional<SSLSession> tls() {
        return transport.tls();
    }

    @Override
    public void cutInside(Message message) {
        byte[] bytes = DataMessages.delivery(message);
        egress.control(Arrays.copyOf(bytes, bytes.length / 2));
        transport.execute(() -> fail("fault"));
    }

    @Override
    public void faultsChanged() {
        transport.execute(() -> {
            if (!ended && guaranteed != null) {
                guaranteed.faultsChanged();
            }
        });
    }

    @Override
    public void disconnect(String reason) {
        transport.execute(() -> fail(reason));
    }

    private void fail(String reason) {
        if (!ended) {
            log.debug("connection closed address={} reason={}", transport.address(), reason);
            gone(reason);
            transport.close();
        }
    }

    private void gone(String reason) {
        if (!ended) {
            ended = true;
            vertx.cancelTimer(timer);
            vertx.cancelTimer(expiry);
            egress.close();
            if (guaranteed != null) {
                guaranteed.end();
            }
            if (client != null) {
                client.close(reason);
            }
        }
    }
}
