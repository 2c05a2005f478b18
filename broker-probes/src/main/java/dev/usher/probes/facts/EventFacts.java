package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.CannotTell;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.SmfClient;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the broker itself publishes. Whether it does is the Message VPN's own setting, which probes do not touch. */
final class EventFacts {
    private static final String DOCS = "PubSub+ docs, Subscribing to Message-Bus Events";

    private static final String CONNECT = "CLIENT_CLIENT_CONNECT";
    private static final String DISCONNECT = "CLIENT_CLIENT_DISCONNECT";
    private static final String OF_MQTT = "_MQTT";

    private EventFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("event-connect")
                        .asks(
                                "Is a connect published on `#LOG/INFO/CLIENT/<router>/CLIENT_CLIENT_CONNECT/<vpn>/<client name>`?")
                        .matters("Seats are filled as soon as their client appears.")
                        .documented(YES, DOCS)
                        .by(lab -> clientEvent(lab, CONNECT)),
                fact("event-disconnect")
                        .asks(
                                "Is a disconnect published on `#LOG/INFO/CLIENT/<router>/CLIENT_CLIENT_DISCONNECT/<vpn>/<client name>`?")
                        .matters("What is gone need not be looked for.")
                        .documented(YES, DOCS)
                        .by(lab -> clientEvent(lab, DISCONNECT)),
                fact("event-connect-of-mqtt")
                        .asks("Does the connect event of an MQTT client carry the client name that it is told itself?")
                        .matters("By this name subscriptions are made on its behalf.")
                        .documented(YES, DOCS)
                        .by(EventFacts::mqttConnect),
                fact("event-names-of-mqtt")
                        .asks(
                                "Have the events of MQTT clients names of their own, `CLIENT_CLIENT_CONNECT_MQTT` and `CLIENT_CLIENT_DISCONNECT_MQTT`?")
                        .matters("Who listens for one name misses the clients of the other.")
                        .unconfirmed(NO, "mqttEventNames")
                        .by(EventFacts::mqttNames),
                fact("event-names-username")
                        .asks("Does the text of a connect event name the client username?")
                        .matters("Whose client it is need not be asked for.")
                        .documented(YES, "PubSub+ docs, Subscribing to Message-Bus Events; Solace samples")
                        .by(EventFacts::text),
                fact("event-subscription-added")
                        .asks(
                                "Is a subscription that is added published on the topic of the format that the Message VPN has?")
                        .matters("What clients subscribe themselves is seen at once.")
                        .documented(YES, DOCS)
                        .by(EventFacts::subscriptionAdded),
                fact("event-subscription-names-manager")
                        .asks(
                                "Does the event of a subscription on behalf of a client name the manager's client name and username?")
                        .matters("An audit tells by it who seated whom.")
                        .documented(YES, DOCS)
                        .by(EventFacts::subscriptionNamesManager),
                fact("event-subscription-mode")
                        .asks("Which subscription events does this Message VPN publish?")
                        .matters("They would show who subscribes to what, and for whom.")
                        .open("a setting of the Message VPN, off by default")
                        .by(lab -> {
                            String mode = vpn(lab).getString("eventPublishSubscriptionMode");
                            return mode == null
                                    ? Answer.unknown("the Message VPN has no eventPublishSubscriptionMode")
                                    : Answer.of(mode);
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.EVENTS, id);
    }

    private static JsonObject vpn(Lab lab) {
        return lab.semp()
                .get(lab.semp().config(""))
                .orCannotTell("reading the Message VPN")
                .data();
    }

    private static SmfClient watcher(Lab lab, String... events) throws Exception {
        if (!vpn(lab).getBoolean("eventPublishClientEnabled", false)) {
            throw new CannotTell("eventPublishClientEnabled of this Message VPN is off, and probes do not change it");
        }
        SmfClient watcher = lab.smf(lab.username("watcher"));
        for (String event : events) {
            watcher.subscribe("#LOG/INFO/CLIENT/*/" + event + "/>");
        }
        return watcher;
    }

    /** The first event whose topic ends with a client name or topic of this lab; others are here, too. */
    private static Heard about(SmfClient watcher, String end) {
        return watcher.next(event -> event.topic().endsWith("/" + end));
    }

    private static Answer clientEvent(Lab lab, String event) throws Exception {
        SmfClient watcher = watcher(lab, event);
        String name = lab.name("seen");
        lab.smf(lab.username("alice"), name).close();
        String topic = about(watcher, name).topic();
        boolean asDocumented = topic.matches(
                "#LOG/INFO/CLIENT/[^/]+/" + event + "/" + lab.broker().vpn() + "/" + name);
        return Answer.of(asDocumented ? YES : NO, topic);
    }

    private static Answer mqttConnect(Lab lab) throws Exception {
        SmfClient watcher = watcher(lab, CONNECT, CONNECT + OF_MQTT);
        MqttClient alice = lab.mqtt(lab.username("alice"), "m");
        return Answer.of(YES, about(watcher, alice.clientName()).topic());
    }

    private static Answer mqttNames(Lab lab) throws Exception {
        SmfClient watcher = watcher(lab, CONNECT, CONNECT + OF_MQTT, DISCONNECT, DISCONNECT + OF_MQTT);
        MqttClient alice = lab.mqtt(lab.username("alice"), "m");
        String name = alice.clientName();
        String connect = about(watcher, name).topic();
        alice.disconnect();
        String disconnect = about(watcher, name).topic();
        boolean own = connect.contains("/" + CONNECT + OF_MQTT + "/");
        if (own != disconnect.contains("/" + DISCONNECT + OF_MQTT + "/")) {
            return Answer.of("one of them", connect + ", " + disconnect);
        }
        return Answer.of(own ? YES : NO, connect);
    }

    /** {@code v1} and {@code v2} in the mode's name say which topics the events have. */
    private static SmfClient subscriptionWatcher(Lab lab) throws Exception {
        String mode = vpn(lab).getString("eventPublishSubscriptionMode", "off");
        if (mode.equals("off")) {
            throw new CannotTell(
                    "eventPublishSubscriptionMode of this Message VPN is off, and probes do not change it");
        }
        SmfClient watcher = lab.smf(lab.username("watcher"));
        watcher.subscribe(
                mode.endsWith("v1")
                        ? "#LOG/INFO/SUB_ADD/>"
                        : "#LOG/INFO/SUB/*/ADD/" + lab.broker().vpn() + "/>");
        return watcher;
    }

    private static Answer subscriptionAdded(Lab lab) throws Exception {
        SmfClient watcher = subscriptionWatcher(lab);
        SmfClient alice = lab.smf(lab.username("alice"));
        alice.subscribe(lab.topic("a"));
        Heard event = about(watcher, lab.topic("a"));
        return Answer.of(event.payload().contains("SUBSCRIPTION_ADD " + lab.topic("a")) ? YES : NO, event.topic());
    }

    private static Answer subscriptionNamesManager(Lab lab) throws Exception {
        SmfClient watcher = subscriptionWatcher(lab);
        SmfClient alice = lab.smf(lab.username("alice"));
        SmfClient boss = lab.smf(lab.manager("boss"));
        boss.subscribe(alice.clientName(), lab.topic("a"));
        String text = about(watcher, lab.topic("a")).payload();
        return Answer.of(
                text.contains(" " + boss.clientName() + " " + lab.name("boss")) ? YES : NO, text.replace("\0", ""));
    }

    private static Answer text(Lab lab) throws Exception {
        SmfClient watcher = watcher(lab, CONNECT);
        String name = lab.name("seen");
        lab.smf(lab.username("alice"), name).close();
        String text = about(watcher, name).payload();
        return Answer.of(text.contains("username " + lab.name("alice")) ? YES : NO, text.replace("\0", ""));
    }
}
