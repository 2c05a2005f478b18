package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomTokenAuthenticatorTest {
    private final RandomTokenAuthenticator authenticator = RandomTokenAuthenticator.create("dev");
    private final String token = authenticator.token().reveal();

    @Test
    void theTokenHas256BitsAndIsNeverTheSame() {
        assertThat(Base64.getUrlDecoder().decode(token)).hasSize(32);
        assertThat(RandomTokenAuthenticator.create("dev").token().reveal()).isNotEqualTo(token);
    }

    @Test
    void theTokenIdentifiesTheCaller() {
        assertThat(authenticator.authenticate("Bearer " + token)).contains("dev");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "{t}", "Basic {t}", "Bearer {t} {t}", "Bearer {t}=", "Bearer\t{t}"})
    void nothingElseDoes(String header) {
        assertThat(authenticator.authenticate(header == null ? null : header.replace("{t}", token)))
                .isEmpty();
    }

    @Test
    void aTokenInAnotherCaseIsAnotherToken() {
        String swapped = token.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(authenticator.authenticate("Bearer " + swapped)).isEmpty();
    }

    @Test
    void printingItDoesNotShowTheToken() {
        assertThat(authenticator.toString()).contains("dev").doesNotContain(token);
        assertThat(authenticator.token().toString()).doesNotContain(token);
    }
}
