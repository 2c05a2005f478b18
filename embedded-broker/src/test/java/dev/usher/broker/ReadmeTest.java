package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's code is code that is compiled and run, and its versions are those of the build. */
class ReadmeTest {
    private static final String README = Repository.text("embedded-broker/README.md");
    private static final String RUN =
            bare(Repository.text("embedded-broker/src/test/java/dev/usher/broker/ReadmeIT.java"));

    @Test
    void everyBlockIsInTheTestThatRunsIt() {
        List<String> blocks = Pattern.compile("(?s)\n```java\n(.*?)```")
                .matcher(README)
                .results()
                .map(m -> m.group(1))
                .toList();

        assertThat(blocks)
                .hasSizeGreaterThan(3)
                .allSatisfy(block -> assertThat(RUN.contains(bare(block)))
                        .as("make ReadmeIT hold this, word by word:%n%s", block)
                        .isTrue());
    }

    @Test
    void theVersionsAreThoseOfTheBuild() {
        String parent = Repository.text("pom.xml");
        String node = Repository.text("e2e-tests/src/test/js/package.json");

        assertThat(README)
                .contains("<version>" + first("<version>(.*?)</version>", parent) + "</version>")
                .contains("sol-jcsmp " + first("<jcsmp.version>(.*?)<", parent))
                .contains("Eclipse Paho " + first("<paho.version>(.*?)<", parent))
                .contains("MQTT.js " + first("\"mqtt\": \"(.*?)\"", node))
                .contains("solclientjs " + first("\"solclientjs\": \"(.*?)\"", node));
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /** Without what the formatter has its own mind about: indentation, line breaks, where a comment stands. */
    private static String bare(String code) {
        return code.replaceAll("\\s//.*", "").replaceAll("\\s+", "");
    }
}
