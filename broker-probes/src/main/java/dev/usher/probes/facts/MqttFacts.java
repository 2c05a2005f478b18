package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.YES;

import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.Username;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Connecting and subscribing by MQTT 3.1.1. */
final class MqttFacts {

    private MqttFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("mqtt-listeners")
                        .asks("Which of the given MQTT listeners take a client?")
                        .matters("Browsers need WebSocket.")
                        .open("depends on what is given")
                        .by(MqttFacts::listeners),
                fact("mqtt-wrong-password")
                        .asks("Which CONNACK code refuses a wrong password?")
                        .matters("A browser shows it to its user.")
                        .assumed("4")
                        .by(lab -> code(lab, lab.username("alice").withPassword("wrong"))),
                fact("mqtt-disabled-username")
                        .asks("Which CONNACK code refuses a disabled client username?")
                        .matters("A suspended user's browser shows it.")
                        .assumed("5")
                        .by(lab -> code(lab, lab.username("alice", acl -> {}, user -> user.put("enabled", false)))),
                fact("mqtt-acl-refused")
                        .asks("Which CONNACK code refuses a client that the ACL profile disallows to connect?")
                        .matters("A wrong profile shows as this.")
                        .assumed("5")
                        .by(lab -> code(
                                lab,
                                lab.username(
                                        "alice",
                                        acl -> acl.put("clientConnectDefaultAction", "disallow"),
                                        user -> {}))),
                fact("mqtt-qos-2-subscription")
                        .asks("What does SUBACK grant to a subscription with QoS 2?")
                        .matters("Clients may ask for more than there is.")
                        .documented("QoS 1", "SEMP v2 spec, MsgVpnMqttSessionSubscription.subscriptionQos")
                        .by(lab -> Answer.of(AclFacts.code(
                                lab.mqtt(lab.username("alice"), "m").subscribe(lab.topic("a"), 2)))),
                fact("mqtt-same-client-id")
                        .asks("Is an MQTT client disconnected when the same username connects with its client id?")
                        .matters("Two tabs with one client id.")
                        .documented(YES, "MQTT 3.1.1, 3.1.4")
                        .by(lab -> {
                            Username alice = lab.username("alice");
                            MqttClient first = lab.mqtt(alice, "m");
                            lab.mqtt(alice, "m");
                            return Answer.yesNo(first.endsInTime());
                        }),
                fact("mqtt-client-name-topic")
                        .asks(
                                "Is a client told its name on `$SYS/client/client-name`, though its ACL refuses to subscribe?")
                        .matters("A browser tells the auth service which seat is its own.")
                        .assumed(YES)
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.fenced("alice"), "m");
                            String name = alice.clientName();
                            return Answer.of(name.contains(lab.name("m")) ? YES : "no", name);
                        }),
                fact("mqtt-client-name-is-monitors")
                        .asks(
                                "Is the name told on `$SYS/client/client-name` the one that monitor shows of the session?")
                        .matters("Both are used to find a seat.")
                        .documented(YES, "PubSub+ docs, Managing MQTT Sessions")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            String shown = lab.sessionShown(alice.clientId()).getString("clientName", "");
                            return Answer.yesNo(alice.clientName().equals(shown));
                        }),
                fact("mqtt-will")
                        .asks("Is the will published when a client vanishes without DISCONNECT?")
                        .matters("Applications notice lost users by it.")
                        .documented(YES, "MQTT 3.1.1, 3.1.2.5")
                        .by(MqttFacts::will),
                fact("mqtt-retain")
                        .asks("Does a later subscriber get a message that was published with RETAIN?")
                        .matters("What is retained would reach whoever is entitled later.")
                        .open("depends on whether the Message VPN has an MQTT retain cache")
                        .by(MqttFacts::retain),
                fact("mqtt-max-subscriptions")
                        .asks("What does SUBACK say beyond maxSubscriptionCount of the client profile?")
                        .matters("A browser that subscribes to everything it can.")
                        .assumed("0x80")
                        .by(lab -> {
                            lab.tuneClientProfile(new JsonObject().put("maxSubscriptionCount", 3));
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            int last = 0;
                            for (int i = 0; i < 4 && last != MqttClient.REFUSED; i++) {
                                last = alice.subscribe(lab.topic("a/" + i), 0);
                            }
                            return Answer.of(AclFacts.code(last));
                        }));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.MQTT, id);
    }

    private static Answer code(Lab lab, Username user) {
        int code = lab.mqttLogin(user, lab.name("m"), true);
        return Answer.of(String.valueOf(code));
    }

    private static Answer listeners(Lab lab) throws Exception {
        Username alice = lab.username("alice");
        List<String> open = new ArrayList<>();
        if (lab.broker().mqtt().isPresent()) {
            lab.mqtt(lab.broker().mqtt().get(), alice, lab.name("t"), o -> {});
            open.add("TCP");
        }
        if (lab.broker().mqttWebSocket().isPresent()) {
            lab.mqtt(lab.broker().mqttWebSocket().get(), alice, lab.name("w"), o -> {});
            open.add("WebSocket");
        }
        return open.isEmpty() ? Answer.unknown("no MQTT listener was given") : Answer.of(String.join(", ", open));
    }

    private static Answer will(Lab lab) throws Exception {
        MqttClient watcher = lab.mqtt(lab.username("alice"), "m");
        watcher.subscribe(lab.topic("will"), 0);
        Consumer<org.eclipse.paho.client.mqttv3.MqttConnectOptions> will = options ->
                options.setWill(lab.topic("will"), "gone".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, false);
        lab.mqtt(lab.username("bob"), lab.name("b"), will).vanish();
        return Answer.yesNo(watcher.next().payload().equals("gone"));
    }

    private static Answer retain(Lab lab) throws Exception {
        MqttClient publisher = lab.mqtt(lab.username("bob"), "b");
        publisher.subscribe(lab.topic("r"), 0);
        publisher.publish(lab.topic("r"), "kept", 1, true);
        publisher.next();
        MqttClient later = lab.mqtt(lab.username("alice"), "m");
        later.subscribe(lab.topic("r"), 0);
        boolean kept = later.heardSoFar(publisher, 0).stream()
                .anyMatch(h -> h.payload().equals("kept"));
        publisher.publish(lab.topic("r"), "", 1, true);
        return Answer.yesNo(kept);
    }
}
