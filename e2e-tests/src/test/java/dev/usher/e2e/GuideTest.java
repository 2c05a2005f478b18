package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Notice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide's code is the samples' code, and what it lists is what there is. */
class GuideTest {
    private static final List<String> SAMPLES = List.of(
            "samples/AuthService.java",
            "samples/auth-service.mjs",
            "samples/browser-mqtt.mjs",
            "samples/browser-solclient.mjs");
    private static final Guide GUIDE = Guide.read("docs/auth-service.md");
    private static final String CONTRACT = Guide.text("openapi/entitlements.yaml");

    @Test
    void everyRegionOfEverySampleIsShownAsItIs() {
        Set<String> regions = new TreeSet<>();
        for (String sample : SAMPLES) {
            matches("// tag::(\\w+)\\[\\]", Guide.text(sample)).forEach(m -> regions.add(sample + "#" + m.group(1)));
        }
        Set<String> shown = new TreeSet<>();
        for (Guide.Block block : GUIDE.blocks()) {
            if (block.comment().startsWith("samples/")) {
                String[] place = block.comment().split("#", 2);
                assertThat(block.text()).as(block.comment()).isEqualTo(Guide.region(place[0], place[1]));
                shown.add(block.comment());
            }
        }

        assertThat(shown).isEqualTo(regions).hasSizeGreaterThan(SAMPLES.size());
    }

    @Test
    void codeThatIsNoSampleIsNotShown() {
        assertThat(GUIDE.blocks())
                .filteredOn(block -> List.of("java", "js").contains(block.language()))
                .allMatch(block -> block.comment().startsWith("samples/"));
    }

    @Test
    void theTableOfProblemsIsThatOfTheContract() {
        List<String> types = matches("- urn:usher:problem:([a-z-]+)", CONTRACT)
                .map(m -> m.group(1))
                .toList();

        assertThat(types).isNotEmpty();
        assertThat(rows("## Errors")).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void theTableOfNoticesIsThatOfTheCode() {
        assertThat(rows("## Notices to the client"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Notice.Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    @Test
    void theTableOfRolesIsThatOfTheContract() {
        Set<String> roles = matches("x-usher-roles: \\[(.*)\\]", CONTRACT)
                .flatMap(m -> Arrays.stream(m.group(1).split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows("## Tokens and roles")).containsExactlyInAnyOrderElementsOf(roles);
    }

    @Test
    void whatAnAuthServiceMayDoIsWhatTheContractAllowsIt() {
        List<String> open = new ArrayList<>();
        matches("operationId: (\\w+)\\n\\s+x-usher-roles: \\[(.*)\\]", CONTRACT)
                .filter(m -> List.of(m.group(2).split(", ")).contains("auth-service"))
                .forEach(m -> open.add(m.group(1)));

        // Whoever changes this also changes the guide's table of roles.
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "openSeat",
                        "putSeat",
                        "setSeatExpiry",
                        "closeSeat",
                        "listSeats",
                        "getSeat",
                        "getUser",
                        "getEntitlements",
                        "checkAccess",
                        "getChange",
                        "listBrokers");
    }

    /** The first cells, in code style, of the section's tables. */
    private static List<String> rows(String heading) {
        String section =
                GUIDE.text().split("\n" + Pattern.quote(heading) + "\n", 2)[1].split("\n## ", 2)[0];
        return matches("(?m)^\\| `([a-z-]+)` \\|.*\n(?!\\| ---)", section)
                .map(m -> m.group(1))
                .toList();
    }

    private static java.util.stream.Stream<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }
}
