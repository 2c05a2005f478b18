package dev.usher.broker.semp;

import dev.usher.broker.core.LoginSchemes;
import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Attributes that PubSub+ has and this broker does not act on, with the only value they have here: what a new object of
 * PubSub+ has, so that tools which write every attribute can be used (SEMP v2 spec 10.26, config).
 *
 * <p>Differing from the specification's defaults: authentication is against the client usernames of the broker itself, and
 * what defaults to a maximum of the platform is the greatest number the attribute can have.
 */
final class FixedAttributes {
    private static final String SECRET = "secret ";

    /** What of the Message VPN must be written together (SEMP v2 spec, x-requires). */
    private static final Map<String, String> COMPANIONS = Map.of(
            "authenticationBasicProfileName", "authenticationBasicType",
            "authorizationProfileName", "authorizationType",
            "replicationBridgeAuthenticationBasicClientUsername", "replicationBridgeAuthenticationBasicPassword",
            "replicationBridgeAuthenticationBasicPassword", "replicationBridgeAuthenticationBasicClientUsername",
            "replicationBridgeAuthenticationClientCertPassword", "replicationBridgeAuthenticationClientCertContent",
            "replicationEnabledQueueBehavior", "replicationEnabled");

    /** A line holds a value in JSON, a bar, and the attributes that have it. */
    private static final List<Attribute> MSG_VPN = parse("""
            "" | alias authenticationBasicRadiusDomain authenticationOauthDefaultProfileName
            "" | authenticationOauthDefaultProviderName authorizationProfileName eventLogTag
            "" | replicationBridgeAuthenticationBasicClientUsername
            secret "" | replicationBridgeAuthenticationBasicPassword replicationBridgeAuthenticationClientCertContent
            secret "" | replicationBridgeAuthenticationClientCertPassword
            secret "fail-on-existing-queue" | replicationEnabledQueueBehavior
            "default" | authenticationBasicProfileName
            "internal" | authenticationBasicType authorizationType
            "allow-valid" | authenticationClientCertRevocationCheckMode
            "common-name" | authenticationClientCertUsernameSource
            "memberOf" | authorizationLdapGroupMembershipAttributeName
            "basic" | replicationBridgeAuthenticationScheme
            "#client-profile" | replicationBridgeUnidirectionalClientProfileName
            "standby" | replicationRole
            "async" | replicationTransactionMode
            "drop" | serviceRestIncomingAuthorizationHeaderHandling
            "messaging" | serviceRestMode
            "when-enabled-in-message-vpn" | serviceMqttAuthenticationClientCertRequest
            "when-enabled-in-message-vpn" | serviceRestIncomingAuthenticationClientCertRequest
            "when-enabled-in-message-vpn" | serviceWebAuthenticationClientCertRequest
            true | allowDmqEligibleEndpointOverrideEnabled
            true | authenticationClientCertValidateDateEnabled bridgingTlsServerCertValidateDateEnabled
            true | bridgingTlsServerCertValidateNameEnabled configSyncSynchronizeClientCertEnabled
            true | distributedCacheManagementEnabled replicationQueueRejectMsgToSenderOnDiscardEnabled
            true | restTlsServerCertValidateDateEnabled restTlsServerCertValidateNameEnabled sempOverMsgBusEnabled
            false | authenticationClientCertAllowApiProvidedUsernameEnabled
            false | authenticationClientCertCertificateMatchingRulesEnabled
            false | authenticationKerberosAllowApiProvidedUsernameEnabled authenticationKerberosEnabled
            false | authorizationLdapTrimClientUsernameDomainEnabled
            false | bridgingTlsServerCertEnforceTrustedCommonNameEnabled dmrEnabled eventPublishMsgVpnEnabled
            false | exportSubscriptionsEnabled jndiEnabled replicationBridgeCompressedDataEnabled
            false | replicationBridgeTlsEnabled replicationEnabled replicationRejectMsgWhenSyncIneligibleEnabled
            false | restTlsServerCertEnforceTrustedCommonNameEnabled sempOverMsgBusAdminClientEnabled
            false | sempOverMsgBusAdminDistributedCacheEnabled sempOverMsgBusAdminEnabled
            false | sempOverMsgBusShowEnabled serviceAmqpPlainTextEnabled serviceAmqpTlsEnabled
            false | serviceRestIncomingPlainTextEnabled serviceRestIncomingTlsEnabled
            false | tlsAllowDowngradeToPlainTextEnabled
            -1 | mqttRetainMaxMemory
            0 | serviceAmqpPlainTextListenPort serviceAmqpTlsListenPort serviceRestIncomingPlainTextListenPort
            0 | serviceRestIncomingTlsListenPort
            3 | authenticationClientCertMaxChainDepth bridgingTlsServerCertMaxChainDepth replicationBridgeRetryDelay
            3 | restTlsServerCertMaxChainDepth
            20 | replicationAckPropagationIntervalMsgCount
            255 | replicationBridgeEgressFlowWindowSize
            1000 | maxIngressFlowCount
            1024 | eventLargeMsgThreshold
            60000 | replicationQueueMaxMsgSpoolUsage
            200000 | serviceMqttMaxConnectionCount serviceSmfMaxConnectionCount serviceWebMaxConnectionCount
            {"clearPercent":60,"setPercent":80} | eventConnectionCountThreshold eventEgressFlowCountThreshold
            {"clearPercent":60,"setPercent":80} | eventEndpointCountThreshold eventIngressFlowCountThreshold
            {"clearPercent":60,"setPercent":80} | eventMsgSpoolUsageThreshold eventSubscriptionCountThreshold
            {"clearPercent":60,"setPercent":80} | eventServiceAmqpConnectionCountThreshold
            {"clearPercent":60,"setPercent":80} | eventServiceMqttConnectionCountThreshold
            {"clearPercent":60,"setPercent":80} | eventServiceRestIncomingConnectionCountThreshold
            {"clearPercent":60,"setPercent":80} | eventServiceSmfConnectionCountThreshold
            {"clearPercent":60,"setPercent":80} | eventServiceWebConnectionCountThreshold
            {"clearPercent":60,"setPercent":80} | eventTransactedSessionCountThreshold eventTransactionCountThreshold
            {"clearValue":3000000,"setValue":4000000} | eventEgressMsgRateThreshold eventIngressMsgRateThreshold
            """);

    static final List<Attribute> CLIENT_PROFILE = parse("""
            false | serviceSmfMinKeepaliveEnabled
            1 | tcpKeepaliveInterval
            2 | tcpCongestionWindowSize
            3 | tcpKeepaliveIdleTime
            4 | queueControl1MinMsgBurst
            5 | tcpKeepaliveCount
            30 | serviceMinKeepaliveTimeout serviceWebInactiveTimeout
            255 | queueGuaranteed1MinMsgBurst
            256 | tcpMaxWindowSize
            1000 | maxIngressFlowCount
            1460 | tcpMaxSegmentSize
            20000 | queueControl1MaxDepth queueGuaranteed1MaxDepth
            200000 | maxConnectionCountPerClientUsername serviceSmfMaxConnectionCountPerClientUsername
            200000 | serviceWebMaxConnectionCountPerClientUsername
            1000000 | serviceWebMaxPayload
            {"clearPercent":18,"setPercent":25} | eventClientProvisionedEndpointSpoolUsageThreshold
            {"clearPercent":60,"setPercent":80} | eventConnectionCountPerClientUsernameThreshold
            {"clearPercent":60,"setPercent":80} | eventEgressFlowCountThreshold eventIngressFlowCountThreshold
            {"clearPercent":60,"setPercent":80} | eventEndpointCountPerClientUsernameThreshold
            {"clearPercent":60,"setPercent":80} | eventServiceSmfConnectionCountPerClientUsernameThreshold
            {"clearPercent":60,"setPercent":80} | eventServiceWebConnectionCountPerClientUsernameThreshold
            {"clearPercent":60,"setPercent":80} | eventSubscriptionCountThreshold
            {"clearPercent":60,"setPercent":80} | eventTransactedSessionCountThreshold eventTransactionCountThreshold
            """);

    static final List<Attribute> MQTT_SESSION = parse("""
            "#DEAD_MSG_QUEUE" | queueDeadMsgQueue
            "when-queue-enabled" | queueRejectMsgToSenderOnDiscardBehavior
            true | queueConsumerAckPropagationEnabled
            false | queueRejectLowPriorityMsgEnabled queueRespectDmqEligibleEnabled queueRespectTtlEnabled
            0 | queueMaxRedeliveryCount queueMaxTtl queueRejectLowPriorityMsgLimit
            1000 | queueMaxBindCount
            10000000 | queueMaxMsgSize
            {"clearPercent":18,"setPercent":25} | queueEventMsgSpoolUsageThreshold
            {"clearPercent":60,"setPercent":80} | queueEventBindCountThreshold
            {"clearPercent":60,"setPercent":80} | queueEventRejectLowPriorityMsgLimitThreshold
            """);

    private FixedAttributes() {}

    /** Those of the Message VPN, with the ways to log in that whoever started this broker switched on. */
    static List<Attribute> msgVpn(LoginSchemes schemes) {
        List<Attribute> attributes = new ArrayList<>(MSG_VPN);
        attributes.add(Attribute.fixed("authenticationBasicEnabled", schemes.basic()));
        attributes.add(Attribute.fixed(
                "authenticationClientCertEnabled", schemes.certificates().isPresent()));
        attributes.add(
                Attribute.fixed("authenticationOauthEnabled", schemes.tokens().isPresent()));
        return List.copyOf(attributes);
    }

    private static List<Attribute> parse(String table) {
        List<Attribute> attributes = new ArrayList<>();
        for (String line : table.split("\n", -1)) {
            String[] halves = line.split(" \\| ", 2);
            if (halves.length == 2) {
                boolean secret = halves[0].startsWith(SECRET);
                Object value = Json.decodeValue(secret ? halves[0].substring(SECRET.length()) : halves[0]);
                for (String name : halves[1].split(" ", -1)) {
                    Attribute one = secret ? Attribute.fixedSecret(name, (String) value) : Attribute.fixed(name, value);
                    String companion = COMPANIONS.get(name);
                    attributes.add(companion == null ? one : one.with(List.of(companion)));
                }
            }
        }
        return List.copyOf(attributes);
    }
}
