package dev.usher.probes.facts;

import static dev.usher.probes.facts.Facts.NO;
import static dev.usher.probes.facts.Facts.YES;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.User_Cos;
import dev.usher.probes.Answer;
import dev.usher.probes.Area;
import dev.usher.probes.Fact;
import dev.usher.probes.Heard;
import dev.usher.probes.Lab;
import dev.usher.probes.MqttClient;
import dev.usher.probes.SmfClient;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What arrives of a message. */
final class MessageFacts {

    private MessageFacts() {}

    static List<Fact> all() {
        return List.of(
                fact("message-headers")
                        .asks(
                                "Which headers of a direct message are not as they were when it arrives at another JCSMP client?")
                        .matters("The bridge carries keys and times of records in them.")
                        .documented("none", "JCSMP Javadoc, XMLMessage")
                        .by(MessageFacts::headers),
                fact("message-user-properties")
                        .asks(
                                "Which user properties of a direct message are not as they were when it arrives at another JCSMP client?")
                        .matters("The bridge carries headers of records in them.")
                        .documented("none", "JCSMP Javadoc, SDTMap")
                        .by(MessageFacts::properties),
                fact("message-payload-smf-to-mqtt")
                        .asks("Does an MQTT client get the payload of a JCSMP bytes message byte for byte?")
                        .matters("Market data arrives as it left Kafka.")
                        .documented(YES, "Solace samples")
                        .by(lab -> {
                            MqttClient alice = lab.mqtt(lab.username("alice"), "m");
                            alice.subscribe(lab.topic("a"), 0);
                            lab.smf(lab.username("feed")).publish(lab.topic("a"), "{\"bid\":1.5,\"ä\":\"€\"}");
                            return Answer.yesNo(alice.next().payload().equals("{\"bid\":1.5,\"ä\":\"€\"}"));
                        }),
                fact("message-text-smf-to-mqtt")
                        .asks(
                                "Does an MQTT client get of a JCSMP text message the text, and not the structured encoding of it?")
                        .matters("Publishers other than our bridge may send text messages to browsers.")
                        .unconfirmed(YES, "plainTextToMqtt")
                        .by(MessageFacts::textToMqtt),
                fact("message-mqtt-to-smf")
                        .asks("As which JCSMP message type does an MQTT PUBLISH arrive?")
                        .matters("Consumers read the payload by type.")
                        .assumed("BytesMessage")
                        .by(MessageFacts::mqttToSmf),
                fact("message-guaranteed-acknowledged")
                        .asks("Is a persistent message acknowledged that nobody subscribes to?")
                        .matters("The bridge must not wait for consumers.")
                        .documented("acknowledged", "PubSub+ docs, Topic Matching and Message Delivery Modes")
                        .by(lab -> Answer.of(lab.smf(lab.username("feed"))
                                .publishGuaranteed(lab.topic("nobody"), "x")
                                .orElse("acknowledged"))),
                fact("message-guaranteed-to-direct-subscriber")
                        .asks("Does a client with a direct subscription get a persistent message?")
                        .matters("Guaranteed publishing must reach browsers.")
                        .documented(YES, "PubSub+ docs, Topic Matching and Message Delivery Modes")
                        .by(lab -> {
                            SmfClient alice = lab.smf(lab.username("alice"));
                            alice.subscribe(lab.topic("a"));
                            Optional<String> nack =
                                    lab.smf(lab.username("feed")).publishGuaranteed(lab.topic("a"), "x");
                            return nack.map(n -> Answer.unknown("the message was not accepted: " + n))
                                    .orElseGet(() ->
                                            Answer.yesNo(alice.next().payload().equals("x")));
                        }),
                fact("message-order")
                        .asks(
                                "Do 200 direct messages over 10 topics of one publisher arrive in the order they were published?")
                        .matters("Order per publisher is what all conclusions from control messages rest on.")
                        .documented(YES, "PubSub+ docs, Direct Messages")
                        .by(MessageFacts::order),
                fact("message-unknown-flow")
                        .asks("May a publisher resume a guaranteed flow that the broker has forgotten, as a new one?")
                        .matters("After a broker has lost its state, publishers stop or go on.")
                        .unconfirmed(NO, "unknownFlowIsNew")
                        .by(lab ->
                                Answer.unknown("not asked: the broker would have to be restarted without its state")),
                fact("message-discard-indication")
                        .asks("Can it be seen from outside that a slow consumer loses messages and is told so?")
                        .matters("A browser that cannot follow has gaps.")
                        .open("needs a consumer slower than the broker's and the network's buffers together")
                        .by(
                                lab -> Answer.unknown(
                                        "not asked: to overflow the buffers of an unknown network it would have to flood the broker")));
    }

    private static Fact.Draft fact(String id) {
        return Fact.about(Area.MESSAGES, id);
    }

    private static BytesXMLMessage through(Lab lab, BytesMessage message) throws Exception {
        SmfClient alice = lab.smf(lab.username("alice"));
        alice.subscribe(lab.topic("a"));
        lab.smf(lab.username("feed")).publish(lab.topic("a"), message);
        return alice.next().smf().orElseThrow();
    }

    private static Answer headers(Lab lab) throws Exception {
        BytesMessage sent = SmfClient.bytes("payload");
        sent.setCorrelationId("correlation");
        sent.setApplicationMessageId("application-id");
        sent.setApplicationMessageType("application-type");
        sent.setSenderId("sender");
        sent.setSenderTimestamp(1_700_000_000_000L);
        sent.setSequenceNumber(42);
        sent.setReplyTo(JCSMPFactory.onlyInstance().createTopic(lab.topic("reply")));
        sent.setUserData("user data".getBytes(StandardCharsets.UTF_8));
        sent.setCos(User_Cos.USER_COS_2);
        sent.setElidingEligible(true);
        sent.setHTTPContentType("application/json");
        BytesXMLMessage got = through(lab, sent);
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("correlationId", Objects.equals(got.getCorrelationId(), "correlation"));
        same.put("applicationMessageId", Objects.equals(got.getApplicationMessageId(), "application-id"));
        same.put("applicationMessageType", Objects.equals(got.getApplicationMessageType(), "application-type"));
        same.put("senderId", Objects.equals(got.getSenderId(), "sender"));
        same.put("senderTimestamp", Objects.equals(got.getSenderTimestamp(), 1_700_000_000_000L));
        same.put("sequenceNumber", Objects.equals(got.getSequenceNumber(), 42L));
        same.put(
                "replyTo",
                got.getReplyTo() != null && got.getReplyTo().getName().equals(lab.topic("reply")));
        same.put(
                "userData",
                got.getUserData() != null && new String(got.getUserData(), StandardCharsets.UTF_8).equals("user data"));
        same.put("classOfService", got.getCos() == User_Cos.USER_COS_2);
        same.put("elidingEligible", got.isElidingEligible());
        same.put("httpContentType", Objects.equals(got.getHTTPContentType(), "application/json"));
        return differing(same);
    }

    private static Answer properties(Lab lab) throws Exception {
        SDTMap sent = JCSMPFactory.onlyInstance().createMap();
        sent.putString("string", "text ä€");
        sent.putInteger("int", -7);
        sent.putLong("long", 1L << 40);
        sent.putBoolean("boolean", true);
        sent.putDouble("double", 2.5);
        sent.putBytes("bytes", new byte[] {0, 1, -1});
        SDTMap inner = JCSMPFactory.onlyInstance().createMap();
        inner.putString("inner", "x");
        sent.putMap("map", inner);
        BytesMessage message = SmfClient.bytes("payload");
        message.setProperties(sent);
        SDTMap got = through(lab, message).getProperties();
        if (got == null) {
            return Answer.of("all of them");
        }
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("string", Objects.equals(got.get("string"), "text ä€"));
        same.put("int", Objects.equals(got.get("int"), -7));
        same.put("long", Objects.equals(got.get("long"), 1L << 40));
        same.put("boolean", Objects.equals(got.get("boolean"), true));
        same.put("double", Objects.equals(got.get("double"), 2.5));
        same.put("bytes", java.util.Arrays.equals(got.getBytes("bytes"), new byte[] {0, 1, -1}));
        same.put(
                "map", got.getMap("map") != null && "x".equals(got.getMap("map").getString("inner")));
        return differing(same);
    }

    private static Answer differing(Map<String, Boolean> same) {
        List<String> changed = same.entrySet().stream()
                .filter(e -> !e.getValue())
                .map(Map.Entry::getKey)
                .toList();
        return Answer.of(changed.isEmpty() ? "none" : String.join(", ", changed));
    }

    private static Answer textToMqtt(Lab lab) throws Exception {
        MqttClient alice = lab.mqtt(lab.username("alice"), "m");
        alice.subscribe(lab.topic("a"), 0);
        TextMessage text = SmfClient.text("plain");
        lab.smf(lab.username("feed")).publish(lab.topic("a"), text);
        String payload = alice.next().payload();
        return Answer.of(payload.equals("plain") ? YES : NO, payload.length() + " characters of 5");
    }

    private static Answer mqttToSmf(Lab lab) throws Exception {
        SmfClient alice = lab.smf(lab.username("alice"));
        alice.subscribe(lab.topic("a"));
        lab.mqtt(lab.username("bob"), "m").publish(lab.topic("a"), "payload", 0, false);
        Heard got = alice.next();
        BytesXMLMessage message = got.smf().orElseThrow();
        String type = message instanceof BytesMessage
                ? "BytesMessage"
                : message instanceof TextMessage ? "TextMessage" : "other";
        return Answer.of(type, got.payload().equals("payload") ? "payload as published" : "another payload");
    }

    private static Answer order(Lab lab) throws Exception {
        SmfClient alice = lab.smf(lab.username("alice"));
        SmfClient feed = lab.smf(lab.username("feed"));
        alice.subscribe(lab.topic("t/*"));
        java.util.ArrayList<String> sent = new java.util.ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String payload = String.valueOf(i);
            sent.add(payload);
            feed.publish(lab.topic("t/" + i % 10), payload);
        }
        return Answer.yesNo(Heard.payloads(alice.heardSoFar(feed)).equals(sent));
    }
}
