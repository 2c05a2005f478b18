package dev.usher.broker.semp;

import dev.usher.broker.fuzz.FuzzRandom;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes SEMP requests by the rules, and breaks a rule now and then. */
final class SempGrammar {

    private static final List<String> COLLECTIONS = List.of(
            "aclProfiles",
            "aclProfiles/{}/subscribeTopicExceptions",
            "aclProfiles/{}/publishTopicExceptions",
            "aclProfiles/{}/subscribeShareNameExceptions",
            "aclProfiles/{}/clientConnectExceptions",
            "clientProfiles",
            "clientUsernames",
            "mqttSessions",
            "mqttSessions/{}/subscriptions",
            "clients",
            "clients/{}/subscriptions",
            "clients/{}/connections",
            "clients/{}/disconnect",
            "queues",
            "queues/{}/msgs",
            "bridges",
            "nonsense");

    private static final List<String> KEYS = List.of(
            "default",
            "p1",
            "p2",
            "alice",
            "manager",
            "seat-1,primary",
            "seat-1,auto",
            "seat-2,backup",
            "smf,a%2F%3E",
            "mqtt,a%2F%23",
            "10.0.0.0%2F8",
            "fuzz-speaker",
            "%23acl-profile",
            "a%2Cb",
            "%",
            "%G1",
            "%ff",
            "%C3%A4",
            "%00",
            "",
            ",",
            "a,b,c",
            "..",
            ".",
            "x".repeat(300),
            "%F0%9F%98%80");

    /** In JSON; with characters that paths, queries and UTF-8 must escape or cannot hold. */
    private static final List<String> NAMES = List.of(
            "p1",
            "p2",
            "p3",
            "carol",
            "default",
            "alice",
            "#x",
            "a/b",
            "..",
            ".",
            "%",
            "%2F",
            ",",
            "a,b",
            "a b",
            "?",
            "&=",
            "\\u0000",
            "\\u0001",
            "\\ud800",
            "\\udc00",
            "\\ud83d\\ude00",
            "\\u20ac",
            "\\n",
            "*",
            "\\\\",
            "\\ufeff",
            "\\uffff",
            "x".repeat(32),
            "x".repeat(33),
            "x".repeat(128),
            "\\u20ac".repeat(60),
            "");

    private static final List<String> ATTRIBUTES = List.of(
            "msgVpnName",
            "aclProfileName",
            "clientConnectDefaultAction",
            "publishTopicDefaultAction",
            "subscribeTopicDefaultAction",
            "subscribeShareNameDefaultAction",
            "subscribeTopicException",
            "subscribeTopicExceptionSyntax",
            "publishTopicException",
            "publishTopicExceptionSyntax",
            "subscribeShareNameException",
            "subscribeShareNameExceptionSyntax",
            "clientConnectExceptionAddress",
            "clientProfileName",
            "elidingEnabled",
            "elidingDelay",
            "elidingMaxTopicCount",
            "maxSubscriptionCount",
            "queueDirect1MaxDepth",
            "allowGuaranteedMsgSendEnabled",
            "clientUsername",
            "enabled",
            "password",
            "subscriptionManagerEnabled",
            "guaranteedEndpointPermissionOverrideEnabled",
            "mqttSessionClientId",
            "mqttSessionVirtualRouter",
            "owner",
            "queueMaxMsgSpoolUsage",
            "subscriptionTopic",
            "subscriptionQos",
            "maxConnectionCount",
            "eventConnectionCountThreshold",
            "eventPublishClientEnabled",
            "clientName",
            "nonsense",
            "");

    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "null",
            "0",
            "1",
            "-1",
            "2",
            "100",
            "60000",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1e400",
            "-1e400",
            "1.5",
            "1e2",
            "0.1e-500",
            "9".repeat(400),
            "9".repeat(1_100),
            "\"\"",
            "\"p1\"",
            "\"p2\"",
            "\"alice\"",
            "\"default\"",
            "\"allow\"",
            "\"disallow\"",
            "\"smf\"",
            "\"mqtt\"",
            "\"primary\"",
            "\"auto\"",
            "\"a/>\"",
            "\"a/#\"",
            "\"a//b\"",
            "\"10.0.0.0/8\"",
            "\"10.0.0.0/99\"",
            "\"::1/128\"",
            "\"999.1.1.1\"",
            "\"seat-1\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"\\ud83d\\ude00\"",
            "\"a,b/c%2F\"",
            "\"\\u20ac\"",
            "\"\\\"\"",
            "[]",
            "{}",
            "[1,2]",
            "{\"a\":1}",
            "[[[[1]]]]",
            "{\"clearPercent\":60,\"setPercent\":80}",
            "{\"setPercent\":null}",
            "{\"setPercent\":80.9}",
            "{\"clearValue\":-1,\"setValue\":1e3}");

    private final FuzzRandom random;

    SempGrammar(FuzzRandom random) {
        this.random = random;
    }

    /** Method, path and query in the first line, the body below. */
    byte[] request() {
        String api = random.chance(85) ? "config" : random.pick("monitor", "monitor", "action", "config/", "CONFIG");
        String collection = random.pick(COLLECTIONS);
        String method = method();
        StringBuilder line = new StringBuilder(method)
                .append(' ')
                .append(path(api, collection, method.equals("GET") ? 60 : method.equals("POST") ? 5 : 95));
        if (random.chance(35)) {
            line.append('?').append(query());
        }
        return (line + "\n" + body(collection)).getBytes(StandardCharsets.UTF_8);
    }

    private String method() {
        return random.chance(97)
                ? random.pick("GET", "GET", "POST", "PUT", "PATCH", "DELETE")
                : random.pick("HEAD", "OPTIONS", "get", "TRACE", "X");
    }

    private String path(String api, String collection, int objectPercent) {
        String base = random.chance(97) ? "/SEMP/v2/" : random.pick("/SEMP/v3/", "/", "", "/SEMP/v2", "//SEMP/v2/");
        StringBuilder path = new StringBuilder(base).append(api);
        if (random.chance(5)) {
            return path.append(random.pick("/about/api", "/about", "", "/", "/msgVpns", "/systemInformation"))
                    .toString();
        }
        path.append("/msgVpns/").append(random.chance(95) ? "default" : random.pick(KEYS));
        if (random.chance(95)) {
            path.append('/').append(collection.replace("{}", parent(collection)));
            if (random.chance(objectPercent)) {
                path.append('/').append(key(collection));
            }
        }
        if (random.chance(3)) {
            path.append(random.pick("/", "//", "/x/y/z", ",", "%2F"));
        }
        return path.toString();
    }

    private String parent(String collection) {
        return random.chance(10) ? random.pick(KEYS) : collection.startsWith("mqtt") ? "seat-1,primary" : "p1";
    }

    private String key(String collection) {
        if (random.chance(15)) {
            return random.pick(KEYS);
        }
        return switch (collection) {
            case "mqttSessions" -> "seat-1,primary";
            case "mqttSessions/{}/subscriptions" -> "a%2F%23";
            case "aclProfiles/{}/clientConnectExceptions" -> "10.0.0.0%2F8";
            case "aclProfiles/{}/subscribeTopicExceptions",
                    "aclProfiles/{}/publishTopicExceptions",
                    "aclProfiles/{}/subscribeShareNameExceptions" -> "smf,a%2F%3E";
            case "clientUsernames" -> random.pick("carol", "alice", "p1");
            case "clients", "clients/{}/subscriptions", "clients/{}/connections" -> "fuzz-speaker";
            default -> "p1";
        };
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        int count = random.between(1, 3);
        for (int i = 0; i < count; i++) {
            query.append(i == 0 ? "" : "&").append(parameter());
        }
        return query.toString();
    }

    private String parameter() {
        return switch (random.below(7)) {
            case 0 -> "count=" + random.pick("1", "2", "100", "0", "101", "-1", "", "x", "99999999999", "%31");
            case 1 ->
                "cursor="
                        + random.pick(
                                "MQphbGljZQ", "", "!!", "MA", "MQo", "LTEKYQ", "OTk5OTk5OTk5OTkK", "MQr_", "AAAA", "%");
            case 2 -> "select=" + patterns(",");
            case 3, 4 -> "where=" + conditions();
            case 5 ->
                random.pick(
                        "opaquePassword=x", "forceFullPage=true", "nonsense=1", "where", "", "=", "count=1&count=1");
            default -> "select=" + random.pick(ATTRIBUTES);
        };
    }

    private String conditions() {
        StringBuilder out = new StringBuilder();
        int count = random.between(1, 3);
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : ",")
                    .append(random.pick(ATTRIBUTES))
                    .append(random.pick("==", "!=", "<", "<=", ">", ">=", "%3D%3D", "=", "", "=="))
                    .append(
                            random.chance(50)
                                    ? pattern()
                                    : random.pick("true", "1", "alice", "-5", "1e3", "", "%2C", "%"));
        }
        return out.toString();
    }

    private String patterns(String separator) {
        StringBuilder out = new StringBuilder();
        int count = random.chance(97) ? random.between(1, 4) : 300;
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : separator).append(random.pick("", "-")).append(pattern());
        }
        return out.toString();
    }

    private String pattern() {
        String text = random.chance(70)
                ? random.pick("*", "a*", "*e", "*a*", "msgVpn*", "**", "", "\\E*", "%2A", ".*", "(*")
                : random.pick("a*", "*e", "x*").repeat(random.between(1, 40));
        return random.chance(90) ? text : text + "z";
    }

    private String body(String collection) {
        if (random.chance(3)) {
            return random.pick(
                    "",
                    "null",
                    "[]",
                    "1",
                    "\"x\"",
                    "{",
                    "{}}",
                    "{\"a\"",
                    "\u0000",
                    "tru",
                    "{'a':1}",
                    "{\"enabled\":tru}",
                    "// x",
                    "[".repeat(5_000),
                    "{\"a\":".repeat(5_000),
                    "{\"enabled\":" + "[".repeat(900) + "]".repeat(900) + "}");
        }
        StringBuilder out = new StringBuilder("{");
        int count = random.pick(0, 1, 1, 2, 3);
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : ",").append(member(collection));
        }
        return out.append(random.chance(98) ? "}" : random.pick("", ",}", "}}", "]"))
                .toString();
    }

    /** Mostly what objects of the collection have; sometimes any attribute with any value. */
    private String member(String collection) {
        if (random.chance(15)) {
            String value =
                    random.chance(1) ? "\"" + "x".repeat(random.pick(1_000, 990_000)) + "\"" : random.pick(VALUES);
            return "\"" + random.pick(ATTRIBUTES) + "\":" + value;
        }
        String name = random.pick(NAMES);
        String topic = random.pick("a/>", "a/#", "$client-username/>", "\\udbff", " ", "a//b", "a/*", "b");
        String syntax = random.pick("smf", "mqtt");
        return switch (collection) {
            case "aclProfiles" ->
                random.pick(
                        member("aclProfileName", name),
                        member("clientConnectDefaultAction", random.pick("allow", "disallow")),
                        member("subscribeTopicDefaultAction", random.pick("allow", "disallow", "")));
            case "aclProfiles/{}/subscribeTopicExceptions" ->
                member("subscribeTopicException", topic) + "," + member("subscribeTopicExceptionSyntax", syntax);
            case "aclProfiles/{}/publishTopicExceptions" ->
                member("publishTopicException", topic) + "," + member("publishTopicExceptionSyntax", syntax);
            case "aclProfiles/{}/subscribeShareNameExceptions" ->
                member("subscribeShareNameException", topic) + ","
                        + member("subscribeShareNameExceptionSyntax", syntax);
            case "aclProfiles/{}/clientConnectExceptions" ->
                member(
                        "clientConnectExceptionAddress",
                        random.pick("10.0.0.0/8", "::/0", "1.2.3.4/33", "x/1", "1.2.3.4/32"));
            case "clientProfiles" ->
                random.pick(
                        member("clientProfileName", name),
                        "\"elidingDelay\":" + random.pick(VALUES),
                        "\"maxSubscriptionCount\":" + random.below(1_000));
            case "clientUsernames" ->
                random.pick(
                        member("clientUsername", name),
                        member("aclProfileName", random.pick("p1", "default", "nobody's")),
                        member("password", name),
                        "\"enabled\":" + random.pick("true", "false"));
            case "mqttSessions" ->
                member("mqttSessionClientId", random.pick("seat-1", name)) + ","
                        + member("mqttSessionVirtualRouter", random.pick("primary", "auto", "backup"))
                        + (random.chance(50) ? "," + member("owner", random.pick("alice", name)) : "");
            case "mqttSessions/{}/subscriptions" ->
                member("subscriptionTopic", topic)
                        + (random.chance(50) ? ",\"subscriptionQos\":" + random.below(3) : "");
            default -> member(random.pick(ATTRIBUTES), name);
        };
    }

    private static String member(String attribute, String value) {
        return "\"" + attribute + "\":\"" + value + "\"";
    }
}
