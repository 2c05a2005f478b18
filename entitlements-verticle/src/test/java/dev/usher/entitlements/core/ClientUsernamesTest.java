package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientUsernamesTest {
    private static final int LONGEST = 189;

    @Test
    void aUserMayHaveANameThatNoBrokerTakesIfTheClientUsernameIsAnother() {
        assertThatCode(() -> new User(
                        "\u5f20\u4f1f \ud83d\udcc8",
                        List.of(),
                        List.of(),
                        UserStatus.ACTIVE,
                        Map.of("emea", "zhang.wei")))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsLongerThanTheBrokerAllowsIsRefusedWithTheWayOut() {
        assertThatCode(() -> ClientUsernames.check("x".repeat(LONGEST))).doesNotThrowAnyException();
        assertThatThrownBy(() -> ClientUsernames.check("x".repeat(LONGEST + 1)))
                .hasMessageContaining("190 characters")
                .hasMessageContaining("map the user to a shorter one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh\u00e4ng", "a*", "a?", "\u5f20", "a\tb", "a\u007f"})
    void whatTheBrokerDoesNotTakeIsRefusedByItsCharacter(String username) {
        assertThatThrownBy(() -> ClientUsernames.check(username))
                .hasMessageContaining("U+")
                .hasMessageContaining("printable ASCII");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "#client"})
    void whatNobodyCanBeIsRefused(String username) {
        assertThatThrownBy(() -> ClientUsernames.check(username)).isInstanceOf(IllegalArgumentException.class);
    }
}
