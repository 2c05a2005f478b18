package dev.usher.entitlements.smf;

import com.solacesystems.jcsmp.Endpoint;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPResponseListener;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.Topic;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.topics.InexactTranslationException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;

/**
 * The SMF subscription manager: adds and removes subscriptions on behalf of other clients by their client names, MQTT and
 * SMF clients alike, over one session whose username has the subscription-manager right.
 *
 * <p>The session must have {@code IGNORE_DUPLICATE_SUBSCRIPTION_ERROR} and {@code IGNORE_SUBSCRIPTION_NOT_FOUND_ERROR} off
 * (their default): they turn refusals, also that of a vanished client, into success. Here the answer's subcode decides.
 */
public final class ManagerSubscriptions implements Subscriptions {
    private final Vertx vertx;
    private final ManagerSession session;
    private final Duration timeout;

    /** @param timeout after which an unanswered request counts as unknown */
    public ManagerSubscriptions(Vertx vertx, ManagerSession session, Duration timeout) {
        this.vertx = vertx;
        this.session = session;
        this.timeout = timeout;
    }

    @Override
    public Set<String> reaches() {
        return Set.of("mqtt", "smf");
    }

    /** No public text says whether a durable session keeps them while its client is away, nor whether it shows them. */
    @Override
    public boolean shownWhileAway() {
        return false;
    }

    @Override
    public String way() {
        return "smf";
    }

    @Override
    public Future<Outcome> add(Connection client, TopicFilter filter) {
        String text;
        try {
            text = client.isMqtt() ? filter.toOnBehalfOfMqtt() : filter.toSmf();
        } catch (InexactTranslationException e) {
            return Future.succeededFuture(new Outcome.Refused(e.getMessage()));
        }
        return request(
                client,
                text,
                JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ALREADY_PRESENT,
                (jcsmp, endpoint, topic, answer) -> jcsmp.addSubscription(endpoint, topic, answer, null));
    }

    @Override
    public Future<Outcome> remove(Connection client, ObservedSubscription subscription) {
        return removeSpelt(client, Spelling.toRemove(client, subscription));
    }

    private Future<Outcome> removeSpelt(Connection client, String text) {
        return request(
                client,
                text,
                JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_NOT_FOUND,
                (jcsmp, endpoint, topic, answer) -> jcsmp.removeSubscription(endpoint, topic, answer, null));
    }

    private interface Call {
        void make(JCSMPSession session, Endpoint client, Topic topic, JCSMPResponseListener answer)
                throws JCSMPException;
    }

    private Future<Outcome> request(Connection client, String text, int asGoodAsDone, Call call) {
        Context context = vertx.getOrCreateContext();
        Promise<Outcome> promise = Promise.promise();
        Runnable lost =
                () -> context.runOnContext(gone -> promise.tryComplete(new Outcome.Unknown("the connection was lost")));
        session.whenLost(lost);
        promise.future().onComplete(answered -> session.forget(lost));
        JCSMPResponseListener answer = new JCSMPResponseListener() {
            @Override
            public void handleSuccess(Object key) {
                context.runOnContext(done -> promise.tryComplete(new Outcome.Done()));
            }

            @Override
            public void handleError(Object key, Exception e) {
                context.runOnContext(done -> promise.tryComplete(outcome(e, asGoodAsDone)));
            }
        };
        // JCSMP writes to the socket in the calling thread and may block there.
        session.execute(jcsmp -> {
                    if (promise.future().isComplete()) {
                        // Given up while it waited here: what nobody reckons with any more must not be done.
                        return null;
                    }
                    call.make(
                            jcsmp,
                            JCSMPFactory.onlyInstance().createClientName(client.clientName()),
                            JCSMPFactory.onlyInstance().createTopic(text),
                            answer);
                    return null;
                })
                .onFailure(failure -> promise.tryComplete(outcome(failure, asGoodAsDone)));
        long timer = vertx.setTimer(
                timeout.toMillis(),
                late -> promise.tryComplete(new Outcome.Unknown("no answer within " + timeout.toMillis() + " ms")));
        return promise.future().onComplete(answered -> vertx.cancelTimer(timer));
    }

    private static Outcome outcome(Throwable failure, int asGoodAsDone) {
        if (!(failure instanceof JCSMPErrorResponseException refusal)) {
            return new Outcome.Unknown(String.valueOf(failure.getMessage()));
        }
        int subcode = refusal.getSubcodeEx();
        if (subcode == asGoodAsDone) {
            return new Outcome.Done();
        }
        if (subcode == JCSMPErrorResponseSubcodeEx.UNKNOWN_CLIENT_NAME) {
            return new Outcome.ClientGone();
        }
        return new Outcome.Refused(refusal.getResponseCode() + " " + refusal.getResponsePhrase());
    }
}
