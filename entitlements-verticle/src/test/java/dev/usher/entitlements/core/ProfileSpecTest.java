package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ProfileSpecTest {
    private static final int LONGEST_PLAIN = 23;

    @Test
    void aNameThatTheBrokerTakesIsKept() {
        assertThat(ProfileSpec.nameOf("us_desk")).isEqualTo("usher_g_us_desk");
        assertThat(ProfileSpec.nameOf("x".repeat(LONGEST_PLAIN))).isEqualTo("usher_g_" + "x".repeat(LONGEST_PLAIN));
    }

    @Test
    void namesThatAreEqualOnceShortenedHaveProfilesOfTheirOwn() {
        String desk = "emea-equities-derivatives-desk-";
        List<String> names = IntStream.range(0, 1000)
                .mapToObj(i -> ProfileSpec.nameOf(desk + i))
                .toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith("usher_g_emea_equit_"));
    }

    @Test
    void namesThatDifferOnlyInWhatTheBrokerDoesNotTakeHaveProfilesOfTheirOwn() {
        assertThat(List.of(
                        ProfileSpec.nameOf("us-desk"),
                        ProfileSpec.nameOf("us desk"),
                        ProfileSpec.nameOf("us_desk"),
                        ProfileSpec.nameOf("us.desk"),
                        ProfileSpec.nameOf("\u00fcs_desk")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aNameCannotBeChosenToMeetTheShortenedOneOfAnother() {
        String shortened = ProfileSpec.nameOf("us-desk");

        assertThat(ProfileSpec.nameOf(shortened.substring("usher_g_".length()))).isNotEqualTo(shortened);
    }

    @Property
    void everyNameIsOneThatTheBrokerTakesAndNeverTheManagedProfiles(
            @ForAll @NotBlank @StringLength(min = 1, max = 128) String group) {
        assertThat(ProfileSpec.nameOf(group))
                .matches("usher_g_[A-Za-z0-9_]{1,24}")
                .isEqualTo(ProfileSpec.nameOf(group));
    }

    @Property
    void differentGroupsHaveDifferentProfiles(
            @ForAll @NotBlank @StringLength(max = 40) String one,
            @ForAll @NotBlank @StringLength(max = 40) String other) {
        assertThat(ProfileSpec.nameOf(one).equals(ProfileSpec.nameOf(other))).isEqualTo(one.equals(other));
    }

    @Test
    void aProfileThatIsNotOursCannotBeSpecified() {
        assertThatThrownBy(() -> new ProfileSpec("default", Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("default");
    }
}
