package dev.usher.semp;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The config API of one Message VPN. Creating fails with {@link SempErrorKind#ALREADY_EXISTS}, reading, changing and deleting with
 * {@link SempErrorKind#NOT_FOUND}; a list that arrives was followed to its last page.
 */
public final class VpnConfig {
    private final SempCalls calls;
    private final SempLane lane;
    private final String vpn;

    VpnConfig(SempCalls calls, SempLane lane, String vpn) {
        this.calls = calls;
        this.lane = lane;
        this.vpn = vpn;
    }

    public Future<MsgVpn> msgVpn() {
        return calls.get(lane, MsgVpn.TYPE, SempPath.MSG_VPN, ids());
    }

    public Future<AclProfile> aclProfile(String name) {
        return calls.get(lane, AclProfile.TYPE, SempPath.ACL_PROFILE, ids(name));
    }

    public Future<List<AclProfile>> aclProfiles(Where where) {
        return calls.list(lane, AclProfile.TYPE, SempPath.ACL_PROFILES, ids(), where);
    }

    public Future<Void> createAclProfile(AclProfile profile) {
        return write(HttpMethod.POST, SempPath.ACL_PROFILES, ids(), profile.body());
    }

    /** Creates the profile or sets its default actions; its exceptions stay as they are. */
    public Future<Void> putAclProfile(AclProfile profile) {
        return write(HttpMethod.PUT, SempPath.ACL_PROFILE, ids(profile.name()), profile.body());
    }

    /** Fails with {@link SempErrorKind#NOT_ALLOWED} while an enabled client username uses it. */
    public Future<Void> deleteAclProfile(String name) {
        return delete(SempPath.ACL_PROFILE, ids(name));
    }

    public Future<List<AclExceptionEntry>> aclExceptions(AclExceptionList list, String profile) {
        return calls.list(lane, list.type(), list.collection(), ids(profile), Where.everything());
    }

    /** Not idempotent: when the outcome of an earlier try is unknown, take ALREADY_EXISTS for success. */
    public Future<Void> addAclException(AclExceptionList list, String profile, AclExceptionEntry exception) {
        return write(HttpMethod.POST, list.collection(), ids(profile), list.body(exception));
    }

    public Future<Void> removeAclException(AclExceptionList list, String profile, AclExceptionEntry exception) {
        return delete(list.item(), ids(profile, exception.syntax().text(), exception.value()));
    }

    /** Address ranges in CIDR form that get the opposite of {@link AclProfile#connect()}. */
    public Future<List<String>> connectExceptions(String profile) {
        return calls.list(
                lane, ConnectExceptionAddress.TYPE, SempPath.CONNECT_EXCEPTIONS, ids(profile), Where.everything());
    }

    public Future<Void> addConnectException(String profile, String cidr) {
        return write(HttpMethod.POST, SempPath.CONNECT_EXCEPTIONS, ids(profile), ConnectExceptionAddress.body(cidr));
    }

    public Future<Void> removeConnectException(String profile, String cidr) {
        return delete(SempPath.CONNECT_EXCEPTION, ids(profile, cidr));
    }

    public Future<ClientProfile> clientProfile(String name) {
        return calls.get(lane, ClientProfile.TYPE, SempPath.CLIENT_PROFILE, ids(name));
    }

    public Future<List<ClientProfile>> clientProfiles(Where where) {
        return calls.list(lane, ClientProfile.TYPE, SempPath.CLIENT_PROFILES, ids(), where);
    }

    /** Attributes that {@link ClientProfile} does not have get the broker's defaults. */
    public Future<Void> createClientProfile(ClientProfile profile) {
        return write(HttpMethod.POST, SempPath.CLIENT_PROFILES, ids(), profile.body());
    }

    /** Sets what {@link ClientProfile} has and leaves the rest of the profile alone. */
    public Future<Void> updateClientProfile(ClientProfile profile) {
        return write(HttpMethod.PATCH, SempPath.CLIENT_PROFILE, ids(profile.name()), profile.body());
    }

    /** Fails with {@link SempErrorKind#OBJECT_DEPENDENCY} or NOT_ALLOWED while a client username uses it. */
    public Future<Void> deleteClientProfile(String name) {
        return delete(SempPath.CLIENT_PROFILE, ids(name));
    }

    public Future<ClientUsername> clientUsername(String name) {
        return calls.get(lane, ClientUsername.TYPE, SempPath.CLIENT_USERNAME, ids(name));
    }

    public Future<List<ClientUsername>> clientUsernames(Where where) {
        return calls.list(lane, ClientUsername.TYPE, SempPath.CLIENT_USERNAMES, ids(), where);
    }

    public Future<Void> createClientUsername(ClientUsername username, Optional<SempSecret> password) {
        SempRequest request = SempRequest.of(HttpMethod.POST, SempPath.CLIENT_USERNAMES, ids())
                .body(username.body(password).json())
                .hiding(password);
        return calls.call(lane, request).mapEmpty();
    }

    /** Changes what is named; {@link ClientUsernameChange} says what disconnects clients. */
    public Future<Void> updateClientUsername(String name, ClientUsernameChange change) {
        SempRequest request = SempRequest.of(HttpMethod.PATCH, SempPath.CLIENT_USERNAME, ids(name))
                .body(change.body().json())
                .hiding(change.password());
        return calls.call(lane, request).mapEmpty();
    }

    public Future<Void> deleteClientUsername(String name) {
        return delete(SempPath.CLIENT_USERNAME, ids(name));
    }

    /** MQTT sessions; whether those of clean connects are among them is not documented. */
    public Future<List<MqttSessionConfig>> mqttSessions(Where where) {
        return calls.list(lane, MqttSessionConfig.TYPE, SempPath.MQTT_SESSIONS, ids(), where);
    }

    /** A durable session for a client that may come later. */
    public Future<Void> createMqttSession(MqttSessionConfig session) {
        return write(HttpMethod.POST, SempPath.MQTT_SESSIONS, ids(), session.body());
    }

    /**
     * Enables a session, or disables it, which disconnects its client and keeps it out. Disabling a session that is not durable
     * ends it, and the broker may then answer {@link SempErrorKind#NOT_FOUND}.
     */
    public Future<Void> enableMqttSession(MqttSessionId id, boolean enabled) {
        return write(HttpMethod.PATCH, SempPath.MQTT_SESSION, session(id), MqttSessionConfig.enabling(enabled));
    }

    /**
     * Ends a session with its subscriptions and undelivered messages. Disable it first: an enabled one may be refused with
     * {@link SempErrorKind#NOT_ALLOWED} (PubSub+ docs, "Managing MQTT Sessions").
     */
    public Future<Void> deleteMqttSession(MqttSessionId id) {
        return delete(SempPath.MQTT_SESSION, session(id));
    }

    public Future<MqttSessionConfig> mqttSession(MqttSessionId id) {
        return calls.get(lane, MqttSessionConfig.TYPE, SempPath.MQTT_SESSION, session(id));
    }

    public Future<List<MqttSessionSubscription>> mqttSubscriptions(MqttSessionId id) {
        return calls.list(
                lane, MqttSessionSubscription.TYPE, SempPath.MQTT_SUBSCRIPTIONS, session(id), Where.everything());
    }

    /** Adds a subscription to an MQTT session or sets the QoS of one it has; the limit of its client profile does not apply. */
    public Future<Void> putMqttSubscription(MqttSessionId id, MqttSessionSubscription subscription) {
        return write(
                HttpMethod.PUT, SempPath.MQTT_SUBSCRIPTION, session(id, subscription.topic()), subscription.body());
    }

    public Future<Void> deleteMqttSubscription(MqttSessionId id, String topic) {
        return delete(SempPath.MQTT_SUBSCRIPTION, session(id, topic));
    }

    private Future<Void> write(HttpMethod method, SempPath path, List<String> ids, SempType.Body body) {
        return calls.call(lane, SempRequest.of(method, path, ids).body(body.json()))
                .mapEmpty();
    }

    private Future<Void> delete(SempPath path, List<String> ids) {
        return calls.call(lane, SempRequest.of(HttpMethod.DELETE, path, ids)).mapEmpty();
    }

    private List<String> ids(String... belowVpn) {
        List<String> ids = new ArrayList<>(List.of(belowVpn));
        ids.add(0, vpn);
        return ids;
    }

    private List<String> session(MqttSessionId id, String... below) {
        List<String> ids = ids(id.clientId(), id.router().text());
        ids.addAll(List.of(below));
        return ids;
    }
}
