package dev.usher.broker.semp;

import dev.usher.broker.semp.SempPath.Api;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collections that PubSub+ has and this broker does not: they answer NOT_SUPPORTED instead of INVALID_PATH, so that a
 * client can tell a feature that is missing here from a mistake of its own (SEMP v2 specs 10.26, paths).
 */
final class Unmodelled {
    private static final Set<String> OF_ANY_VPN = Set.of(
            "msgVpns/authenticationKerberosRealms",
            "msgVpns/authenticationOauthProfiles",
            "msgVpns/authenticationOauthProviders",
            "msgVpns/authorizationGroups",
            "msgVpns/bridges",
            "msgVpns/certMatchingRules",
            "msgVpns/distributedCaches",
            "msgVpns/dmrBridges",
            "msgVpns/dmrExportFilters",
            "msgVpns/jndiConnectionFactories",
            "msgVpns/jndiQueues",
            "msgVpns/jndiTopics",
            "msgVpns/kafkaReceivers",
            "msgVpns/kafkaSenders",
            "msgVpns/mqttRetainCaches",
            "msgVpns/proxies",
            "msgVpns/queueTemplates",
            "msgVpns/replayLogs",
            "msgVpns/replicatedTopics",
            "msgVpns/restDeliveryPoints",
            "msgVpns/sequencedTopics",
            "msgVpns/telemetryProfiles",
            "msgVpns/topicEndpointTemplates",
            "msgVpns/topicEndpoints");
    private static final Set<String> NESTED = Set.of("msgVpns/clientUsernames/attributes");
    private static final Set<String> OF_ANY_BROKER = Set.of("certAuthorities", "dmrClusters", "oauthProfiles");
    private static final Map<Api, Set<String>> DECLARED = Map.of(
            Api.CONFIG,
            all(OF_ANY_BROKER, OF_ANY_VPN, NESTED, Set.of("msgVpns/queues")),
            Api.MONITOR,
            all(
                    OF_ANY_BROKER,
                    OF_ANY_VPN,
                    NESTED,
                    Set.of(
                            "msgVpns/clients/queues",
                            "msgVpns/clients/rxFlows",
                            "msgVpns/clients/transactedSessions",
                            "msgVpns/clients/txFlows",
                            "msgVpns/configSyncRemoteNodes",
                            "msgVpns/queues/priorities",
                            "msgVpns/queues/subscriptions",
                            "msgVpns/queues/txFlows",
                            "msgVpns/transactions")),
            Api.ACTION,
            Set.of(
                    "about/user/logout",
                    "certAuthorities",
                    "oauthProfiles",
                    "msgVpns/authenticationOauthProfiles",
                    "msgVpns/authenticationOauthProviders",
                    "msgVpns/bridges",
                    "msgVpns/clearMsgSpoolStats",
                    "msgVpns/clearReplicationStats",
                    "msgVpns/clearServiceStats",
                    "msgVpns/clearStats",
                    "msgVpns/clients",
                    "msgVpns/distributedCaches",
                    "msgVpns/kafkaReceivers",
                    "msgVpns/kafkaSenders",
                    "msgVpns/mqttSessions",
                    "msgVpns/queues",
                    "msgVpns/replayLogs",
                    "msgVpns/restDeliveryPoints",
                    "msgVpns/topicEndpoints",
                    "msgVpns/transactions"));

    private Unmodelled() {}

    /** @param path collection names from the root, without keys, e.g. {@code msgVpns/queues/subscriptions} */
    static boolean contains(Api api, String path) {
        return declared(api).stream().anyMatch(known -> path.equals(known) || path.startsWith(known + "/"));
    }

    /** Everything below these is not modelled either. */
    static Set<String> declared(Api api) {
        return DECLARED.get(api);
    }

    @SafeVarargs
    private static Set<String> all(Set<String>... sets) {
        return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
