package dev.usher.broker.switches;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.switches.BrokerSwitches.SameName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerSwitchesTest {

    /** Where each switch is tried both ways, below {@code dev.usher.broker}. A new switch needs a line here. */
    private static final Map<String, String> TESTS = Map.ofEntries(
            entry("sameName", "core.BrokerCoreTest#takeOverCanBeRefusedOrLimitedToTheSameUsername"),
            entry("takeOverAcrossUsernames", "core.BrokerCoreTest#takeOverCanBeRefusedOrLimitedToTheSameUsername"),
            entry("allowExceptionMustCover", "core.SwitchesTest#allowExceptionMustCover"),
            entry("denyExceptionRefusesOverlap", "core.BrokerCoreTest#denyExceptionsUnderDefaultAllow"),
            entry("smfExceptionCoversMqttParent", "core.SwitchesTest#smfExceptionCoversMqttParent"),
            entry(
                    "aclChangeSweepsSubscriptions",
                    "core.BrokerCoreTest#aRemovedExceptionKeepsWhatIsSubscribedUnlessSwept"),
            entry("aclChangeLag", "core.SwitchesTest#aclChangeLag"),
            entry("maxAclProfiles", "core.SwitchesTest#maxAclProfilesAndExceptions"),
            entry("maxAclExceptions", "core.SwitchesTest#maxAclProfilesAndExceptions"),
            entry("refusedDirectPublishReported", "smf.SmfSwitchesIT#refusedDirectPublishReported"),
            entry("oboChecksManagerAcl", "core.SwitchesTest#oboChecksTheAclOfManagerOrTarget"),
            entry("oboChecksTargetAcl", "core.SwitchesTest#oboChecksTheAclOfManagerOrTarget"),
            entry("managerFlagAtLogin", "core.SwitchesTest#managerFlagAtLogin"),
            entry("oboRemovesForeign", "core.SwitchesTest#whoMayRemoveWhatAnotherAdded"),
            entry("clientRemovesObo", "core.SwitchesTest#whoMayRemoveWhatAnotherAdded"),
            entry(
                    "oboEndsWithManager",
                    "core.MqttSessionTest#whatAManagerAddedToASessionThatIsAwayEndsWithTheManagerBySwitch"),
            entry(
                    "oboKeptByDurableSession",
                    "core.MqttSessionTest#onBehalfOfSubscriptionsStayOnlyBySwitchAndManagementOnesAlways"),
            entry("oboAddsQos1", "core.SwitchesTest#oboAddsQos1"),
            entry("greaterThanForMqtt", "core.SwitchesTest#greaterThanForMqtt"),
            entry("etxMatchesParent", "core.SwitchesTest#etxMatchesParent"),
            entry("unknownClient", "smf.SmfSwitchesIT#unknownClient"),
            entry("mqttSpelling", "core.BrokerCoreTest#monitorMaySpellMqttSubscriptionsInSmf"),
            entry("mqttNameStable", "core.MqttSessionTest#aStableNameIsThatOfTheSession"),
            entry("mqttSubscribeRefusal", "smf.SmfSwitchesIT#mqttSubscribeRefusal"),
            entry("durableSessionAcrossUsernames", "core.MqttSessionTest#aSessionBelongsToWhoMadeIt"),
            entry("ownerlessSession", "core.MqttSessionTest#aSessionWithoutAnOwner"),
            entry(
                    "cleanConnectWipesManagedSession",
                    "core.MqttSessionTest#aCleanConnectWipesAManagedSessionUnlessSwitched"),
            entry("qos1PromotesDirect", "core.MqttSessionTest#directMessagesArePromotedOnlyBySwitch"),
            entry("elidingToMqtt", "core.BrokerCoreTest#elidingIsPerTopicBoundedAndOptionalForMqtt"),
            entry("mqttPublishElidable", "smf.SmfSwitchesIT#mqttPublishElidable"),
            entry("elidingDelayAtConnect", "core.SwitchesTest#elidingDelayAtConnect"),
            entry("elidingOverflow", "core.SwitchesTest#elidingOverflow"),
            entry("unknownFlowIsNew", "smf.SmfSwitchesIT#unknownFlowIsNew"),
            entry("plainTextToMqtt", "smf.SmfSwitchesIT#plainTextToMqtt"),
            entry(
                    "profileChangeNeedsDisabledUsername",
                    "core.BrokerCoreTest#profileChangesOfAnEnabledUsernameDisconnectOrAreRefused"),
            entry("managementAddChecksAcl", "core.MqttSessionTest#managementAndTheAcl"),
            entry("managementAddsAtOnce", "core.SwitchesTest#managementAddsAtOnce"),
            entry("managementAddsInClients", "semp.MqttSessionsSempIT#whereSubscriptionsShowIsASwitch"),
            entry("oboAddsInSessions", "semp.MqttSessionsSempIT#whereSubscriptionsShowIsASwitch"),
            entry("cleanSessionsInConfig", "semp.MqttSessionsSempIT#aCleanSessionIsInConfigBySwitch"),
            entry("sessionDeleteNeedsShutdown", "core.MqttSessionTest#aDeletedSessionLeavesNothing"),
            entry("monitorLag", "semp.SempSwitchesIT#monitorLag"),
            entry("raggedPages", "semp.SempSwitchesIT#raggedPages"),
            entry("notFoundIs404", "semp.SempSwitchesIT#notFoundIs404"),
            entry("mqttEventNames", "core.SubscriptionEventsTest#mqttClientsMayHaveEventsOfTheirOwnNames"),
            entry("mqttPublishRefusal", "mqtt.MqttRightsIT#whatMayNotBePublishedMayCloseTheConnection"),
            entry("mqttQos1Refusal", "mqtt.MqttRightsIT#aSubscriptionBeyondTheRightsMayBeRefused"),
            entry("mqttQos1NeedsEndpointCreate", "mqtt.MqttRightsIT#theRightToMakeAQueueMayNotCount"),
            entry("autoRouterInPath", "semp.SempSwitchesIT#autoRouterInPath"));

    @Test
    void eachSwitchIsTriedBothWaysByATest() throws IOException, ClassNotFoundException {
        assertThat(BrokerSwitches.all()).extracting(Switch::name).containsExactlyInAnyOrderElementsOf(TESTS.keySet());
        for (Map.Entry<String, String> test : TESTS.entrySet()) {
            String name = "dev.usher.broker." + test.getValue().split("#")[0];
            String method = test.getValue().split("#")[1];
            assertThat(Arrays.stream(Class.forName(name).getDeclaredMethods()).map(m -> m.getName()))
                    .as(test.getKey())
                    .contains(method);
            Path source = Path.of("src/test/java", name.replace('.', '/') + ".java");
            String text = Files.readString(source);
            int from = text.indexOf("void " + method + "(");
            int to = text.indexOf("\n    }\n", from);
            assertThat(text.substring(from, to)).as(test.toString()).contains("." + test.getKey() + "(");
        }
    }

    @Test
    void bothSetsHaveAValueOfEverySwitchAndDiffer() {
        for (Switch<?> each : BrokerSwitches.all()) {
            assertThat(BrokerSwitches.defaults().get(each)).isEqualTo(each.likely());
            assertThat(BrokerSwitches.pessimistic().get(each)).isEqualTo(each.hardest());
        }
        assertThat(BrokerSwitches.all()).doesNotHaveDuplicates();
        assertThat(BrokerSwitches.pessimistic()).isNotEqualTo(BrokerSwitches.defaults());
        assertThat(BrokerSwitches.pessimistic().toString())
                .contains("monitorLag=PT0.2S")
                .hasLineCount(BrokerSwitches.all().size());
    }

    @Test
    void aCopyIsChangedAndTheOriginalIsNot() {
        BrokerSwitches changed =
                BrokerSwitches.defaults().with(s -> s.sameName(SameName.REFUSE).monitorLag(Duration.ofSeconds(1)));
        assertThat(changed.sameName()).isEqualTo(SameName.REFUSE);
        assertThat(changed.monitorLag()).isEqualTo(Duration.ofSeconds(1));
        assertThat(BrokerSwitches.defaults().sameName()).isEqualTo(SameName.TAKE_OVER);
        assertThat(changed.sameName(SameName.TAKE_OVER).monitorLag(Duration.ZERO))
                .isEqualTo(BrokerSwitches.defaults())
                .hasSameHashCodeAs(BrokerSwitches.defaults());
        assertThatThrownBy(() -> changed.sameName(null)).hasMessage("sameName");
    }
}
