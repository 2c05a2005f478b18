package dev.usher.broker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that broke something once, or that would break a decoder written with less care. */
class FuzzRegressionTest {

    private static void replay(String target, String input) {
        FuzzReport report = FuzzRun.replay(FuzzTargets.named(target), FuzzInput.parse(input));
        assertThat(report.findings()).isEmpty();
        assertThat(report.inputs()).isEqualTo(1);
    }

    private static String hex(String request) {
        return "0:" + HexFormat.of().formatHex(request.getBytes(StandardCharsets.UTF_8));
    }

    /** POST aclProfiles {"aclProfileName":"\ud800"}: the object had no path under which it could be found. */
    @Test
    void anObjectWhoseNameHasNoUtf8IsRefused() {
        replay(
                "semp",
                "0:504f5354202f53454d502f76322f636f6e6669672f6d736756706e732f64656661756c742f61636c50726f66696c65730a"
                        + "7b2261636c50726f66696c654e616d65223a225c7564383030227d");
    }

    /** The same for the text of an exception. */
    @Test
    void anExceptionWhoseTextHasNoUtf8IsRefused() {
        replay(
                "semp",
                hex("POST /SEMP/v2/config/msgVpns/default/aclProfiles/p1/publishTopicExceptions\n"
                        + "{\"publishTopicException\":\"a\\udbff\",\"publishTopicExceptionSyntax\":\"smf\"}"));
    }

    /** Wildcards by regular expression took minutes for one comparison. */
    @ParameterizedTest
    @ValueSource(strings = {"where=clientUsername==", "where=clientUsername!=", "select="})
    void manyWildcardsDoNotStopTheBroker(String parameter) {
        replay(
                "semp",
                hex("GET /SEMP/v2/config/msgVpns/default/clientUsernames?" + parameter + "a*".repeat(40) + "z\n"));
    }

    /** Frames and packets of which nothing but the announcement comes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "smf;1:030d00ff0000000c00989680",
                "smf;1:030d00ff009896800098968000",
                "smf;0:030c00ff0000000c00989680",
                "mqtt;1:30dac8e204",
                "sdt;0:1b00989680",
                "sdt;1:010000ffffff",
            })
    void whatIsAnnouncedTakesNoMemoryBeforeItComes(String announced) {
        String[] parts = announced.split(";", 2);
        replay(parts[0], parts[1]);
    }

    /** Containers in containers in containers. */
    @Test
    void structuredDataNestsOnlySoDeep() {
        StringBuilder nested = new StringBuilder();
        for (int depth = 0; depth < 5_000; depth++) {
            nested.insert(0, "2f%08x".formatted(5 + nested.length() / 2));
        }
        replay("sdt", "0:" + nested);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void aBodyNestsOnlySoDeep(String opening) {
        replay("semp", hex("PATCH /SEMP/v2/config/msgVpns/default\n" + opening.repeat(100_000)));
    }
}
