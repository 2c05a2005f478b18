package dev.usher.semp;

import io.vertx.core.http.HttpMethod;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every resource this client touches, with the methods it uses, written exactly as in the SEMP v2 specification. Nothing else can
 * be requested, so checking this list against the specification checks the client.
 */
enum SempPath {
    MSG_VPN(SempApi.CONFIG, "", HttpMethod.GET),
    ACL_PROFILES(SempApi.CONFIG, "/aclProfiles", HttpMethod.GET, HttpMethod.POST),
    ACL_PROFILE(SempApi.CONFIG, "/aclProfiles/{aclProfileName}", HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE),
    CONNECT_EXCEPTIONS(
            SempApi.CONFIG, "/aclProfiles/{aclProfileName}/clientConnectExceptions", HttpMethod.GET, HttpMethod.POST),
    CONNECT_EXCEPTION(
            SempApi.CONFIG,
            "/aclProfiles/{aclProfileName}/clientConnectExceptions/{clientConnectExceptionAddress}",
            HttpMethod.DELETE),
    PUBLISH_EXCEPTIONS(
            SempApi.CONFIG, "/aclProfiles/{aclProfileName}/publishTopicExceptions", HttpMethod.GET, HttpMethod.POST),
    PUBLISH_EXCEPTION(
            SempApi.CONFIG,
            "/aclProfiles/{aclProfileName}/publishTopicExceptions/{publishTopicExceptionSyntax},{publishTopicException}",
            HttpMethod.DELETE),
    SUBSCRIBE_EXCEPTIONS(
            SempApi.CONFIG, "/aclProfiles/{aclProfileName}/subscribeTopicExceptions", HttpMethod.GET, HttpMethod.POST),
    SUBSCRIBE_EXCEPTION(
            SempApi.CONFIG,
            "/aclProfiles/{aclProfileName}/subscribeTopicExceptions/{subscribeTopicExceptionSyntax},{subscribeTopicException}",
            HttpMethod.DELETE),
    SHARE_NAME_EXCEPTIONS(
            SempApi.CONFIG,
            "/aclProfiles/{aclProfileName}/subscribeShareNameExceptions",
            HttpMethod.GET,
            HttpMethod.POST),
    SHARE_NAME_EXCEPTION(
            SempApi.CONFIG,
            "/aclProfiles/{aclProfileName}/subscribeShareNameExceptions/{subscribeShareNameExceptionSyntax},{subscribeShareNameException}",
            HttpMethod.DELETE),
    CLIENT_PROFILES(SempApi.CONFIG, "/clientProfiles", HttpMethod.GET, HttpMethod.POST),
    CLIENT_PROFILE(
            SempApi.CONFIG, "/clientProfiles/{clientProfileName}", HttpMethod.GET, HttpMethod.PATCH, HttpMethod.DELETE),
    CLIENT_USERNAMES(SempApi.CONFIG, "/clientUsernames", HttpMethod.GET, HttpMethod.POST),
    CLIENT_USERNAME(
            SempApi.CONFIG, "/clientUsernames/{clientUsername}", HttpMethod.GET, HttpMethod.PATCH, HttpMethod.DELETE),
    MQTT_SESSIONS(SempApi.CONFIG, "/mqttSessions", HttpMethod.GET, HttpMethod.POST),
    MQTT_SESSION(
            SempApi.CONFIG,
            "/mqttSessions/{mqttSessionClientId},{mqttSessionVirtualRouter}",
            HttpMethod.GET,
            HttpMethod.PATCH,
            HttpMethod.DELETE),
    MQTT_SUBSCRIPTIONS(
            SempApi.CONFIG,
            "/mqttSessions/{mqttSessionClientId},{mqttSessionVirtualRouter}/subscriptions",
            HttpMethod.GET),
    MQTT_SUBSCRIPTION(
            SempApi.CONFIG,
            "/mqttSessions/{mqttSessionClientId},{mqttSessionVirtualRouter}/subscriptions/{subscriptionTopic}",
            HttpMethod.PUT,
            HttpMethod.DELETE),

    LIVE_MSG_VPN(SempApi.MONITOR, "", HttpMethod.GET),
    LIVE_CLIENTS(SempApi.MONITOR, "/clients", HttpMethod.GET),
    LIVE_CLIENT(SempApi.MONITOR, "/clients/{clientName}", HttpMethod.GET),
    LIVE_CLIENT_SUBSCRIPTIONS(SempApi.MONITOR, "/clients/{clientName}/subscriptions", HttpMethod.GET),
    LIVE_CLIENT_CONNECTIONS(SempApi.MONITOR, "/clients/{clientName}/connections", HttpMethod.GET),
    LIVE_MQTT_SESSIONS(SempApi.MONITOR, "/mqttSessions", HttpMethod.GET),
    LIVE_MQTT_SESSION(
            SempApi.MONITOR, "/mqttSessions/{mqttSessionClientId},{mqttSessionVirtualRouter}", HttpMethod.GET),
    LIVE_MQTT_SUBSCRIPTIONS(
            SempApi.MONITOR,
            "/mqttSessions/{mqttSessionClientId},{mqttSessionVirtualRouter}/subscriptions",
            HttpMethod.GET),
    LIVE_QUEUE(SempApi.MONITOR, "/queues/{queueName}", HttpMethod.GET),

    DISCONNECT_CLIENT(SempApi.ACTION, "/clients/{clientName}/disconnect", HttpMethod.PUT);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");

    private final SempApi api;
    private final String template;
    private final Set<HttpMethod> methods;

    SempPath(SempApi api, String belowVpn, HttpMethod... methods) {
        this.api = api;
        this.template = "/msgVpns/{msgVpnName}" + belowVpn;
        this.methods = Set.of(methods);
    }

    SempApi api() {
        return api;
    }

    String template() {
        return template;
    }

    Set<HttpMethod> methods() {
        return methods;
    }

    /**
     * The absolute path with the placeholders filled in order, each value encoded.
     *
     * @throws IllegalArgumentException if a value cannot be an identifier or their number is wrong
     */
    String with(List<String> values) {
        Iterator<String> rest = values.iterator();
        Matcher placeholders = PLACEHOLDER.matcher(template);
        StringBuilder path = new StringBuilder(api.basePath());
        while (placeholders.find()) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(this + " needs more identifiers than " + values.size());
            }
            placeholders.appendReplacement(path, Matcher.quoteReplacement(SempEncoding.pathValue(rest.next())));
        }
        if (rest.hasNext()) {
            throw new IllegalArgumentException(this + " needs fewer identifiers than " + values.size());
        }
        return placeholders.appendTail(path).toString();
    }
}
