package dev.usher.entitlements.smf;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPFactory;
import dev.usher.entitlements.core.Notice;
import dev.usher.entitlements.core.port.Notices;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices as direct messages of the manager's session: UTF-8 JSON as the whole payload, which MQTT clients and the binary
 * attachment of Solace APIs show alike. Not eligible for eliding, since the newest does not replace those before.
 */
public final class ManagerNotices implements Notices {
    private static final Logger log = LoggerFactory.getLogger(ManagerNotices.class);

    private final ManagerSession session;
    private final Counter counter;

    public ManagerNotices(ManagerSession session, Counter counter) {
        this.session = session;
        this.counter = counter;
    }

    /** Told of every notice whether it was sent. */
    @FunctionalInterface
    public interface Counter {
        void notice(boolean sent);
    }

    @Override
    public Future<Void> publish(Notice notice) {
        BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
        message.setData(json(notice).toBuffer().getBytes());
        message.setDeliveryMode(DeliveryMode.DIRECT);
        message.setElidingEligible(false);
        String topic = notice.seat().noticeTopic().toSmf();
        return session.send(message, JCSMPFactory.onlyInstance().createTopic(topic))
                .onSuccess(sent -> counter.notice(true))
                .recover(failure -> {
                    counter.notice(false);
                    log.info(
                            "notice dropped seat={} kind={} reason={}",
                            notice.seat().id(),
                            notice.kind(),
                            failure.getMessage());
                    return Future.succeededFuture();
                });
    }

    static JsonObject json(Notice notice) {
        JsonArray filters = new JsonArray();
        notice.filters().stream().map(TopicFilter::toString).forEach(filters::add);
        JsonObject json = new JsonObject()
                .put("kind", notice.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("seat", notice.seat().id())
                .put("reason", notice.reason())
                .put("filters", filters);
        notice.at().ifPresent(at -> json.put("at", at.toString()));
        return json;
    }
}
