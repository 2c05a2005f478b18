package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Protocol;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Counters and counts of the monitor API. */
class SempMonitorIT extends SempFrontSetup {

    private static Message message(String topic, boolean eliding) {
        return Message.of(topic, new byte[] {1}, eliding, false);
    }

    private JsonObject client(Client client) throws Exception {
        return get(MONITOR + "/clients/" + PercentCodec.encode(client.name())).getJsonObject("data");
    }

    @Test
    void whatAClientPublishedAndWhatBecameOfIt() throws Exception {
        core.vpn().addException("default", AclProfile.Kind.PUBLISH, AclExemption.smf("no"));
        Client publisher = connect(Protocol.SMF, "publisher", "default");
        Client subscriber = connect(Protocol.SMF, "subscriber", "default");
        subscriber.subscribe(Filter.smf("a/>"));
        publisher.publish(message("a/1", false));
        publisher.publish(message("a/2", false));
        publisher.publish(message("nobody", false));
        publisher.publish(message("no", false));
        publisher.publish(message("x".repeat(251), false));
        assertThat(client(publisher).getMap())
                .containsAllEntriesOf(json(
                                "dataRxMsgCount", 5,
                                "noSubscriptionMatchRxDiscardedMsgCount", 1,
                                "publishTopicAclRxDiscardedMsgCount", 1,
                                "topicParseErrorRxDiscardedMsgCount", 1,
                                "rxDiscardedMsgCount", 3,
                                "dataTxMsgCount", 0,
                                "mqttConnectRxCount", 0)
                        .getMap());
        assertThat(client(subscriber).getInteger("dataTxMsgCount")).isEqualTo(2);

        subscriber.kick("test");
        publisher.publish(message("a/3", false));
        JsonObject vpn = get(MONITOR).getJsonObject("data");
        assertThat(vpn.getMap())
                .containsAllEntriesOf(json(
                                "dataRxMsgCount", 6,
                                "dataTxMsgCount", 2,
                                "discardedRxMsgCount", 4,
                                "discardedTxMsgCount", 0)
                        .getMap());
    }

    @Test
    void elidingHasAPeak() throws Exception {
        core.vpn().clientProfiles().update("default", p -> p.withEliding(true, 60_000));
        Client publisher = connect(Protocol.SMF, "publisher", "default");
        Client subscriber = connect(Protocol.SMF, "subscriber", "default");
        subscriber.subscribe(Filter.smf(">"));
        for (String topic : new String[] {"a", "b", "a"}) {
            publisher.publish(message(topic, true));
        }
        assertThat(client(subscriber).getBoolean("eliding")).isTrue();
        assertThat(client(subscriber).getInteger("elidingTopicCount")).isEqualTo(2);
        assertThat(client(subscriber).getInteger("elidingTopicPeakCount")).isEqualTo(2);
    }

    @Test
    void collectionsAreCounted() throws Exception {
        Client dev = connect(Protocol.MQTT, "dev", "default", false);
        dev.subscribe(Filter.mqtt("a"), 1);
        dev.kick("test");
        connect(Protocol.SMF, "publisher", "default").publish(Message.of("a", new byte[10], false, true));
        core.vpn().addException("default", AclProfile.Kind.PUBLISH, AclExemption.smf("no"));
        JsonObject vpn = get(MONITOR);
        assertThat(vpn.getJsonObject("collections"))
                .isEqualTo(json(
                        "aclProfiles", json("count", 2),
                        "clientProfiles", json("count", 2),
                        "clientUsernames", json("count", 1),
                        "clients", json("count", 1),
                        "mqttSessions", json("count", 1),
                        "queues", json("count", 1)));
        assertThat(vpn.getJsonObject("data").getInteger("msgSpoolMsgCount")).isEqualTo(1);
        assertThat(vpn.getJsonObject("data").getInteger("msgSpoolUsage")).isEqualTo(11);
        JsonObject exceptions = get(MONITOR + "/aclProfiles/default").getJsonObject("collections");
        assertThat(exceptions.getJsonObject("publishTopicExceptions")).isEqualTo(json("count", 1));
        assertThat(exceptions.getJsonObject("subscribeTopicExceptions")).isEqualTo(json("count", 0));
        assertThat(get(CONFIG + "/aclProfiles/default").fieldNames()).doesNotContain("collections");
    }

    @Test
    void configuredObjectsShowAttributesOfTheMonitorApi() throws Exception {
        assertThat(get(MONITOR + "/clientUsernames/default")
                        .getJsonObject("data")
                        .getBoolean("dynamic"))
                .isFalse();
        assertThat(refused("GET", CONFIG + "/clientUsernames/default?select=dynamic", null))
                .isEqualTo(11);
        assertThat(get(MONITOR + "/clientProfiles/default")
                        .getJsonObject("data")
                        .getInteger("maxEffectiveSubscriptionCount"))
                .isEqualTo(500_000);
    }
}
