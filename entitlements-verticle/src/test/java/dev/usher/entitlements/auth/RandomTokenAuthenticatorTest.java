package dev.usher.entitlements.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.EnumSet;
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
        assertThat(authenticator.authenticate("Bearer " + token).result())
                .isEqualTo(new Identity("dev", EnumSet.allOf(Role.class)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "{t}", "Basic {t}", "Bearer {t} {t}", "Bearer {t}=", "Bearer\t{t}"})
    void nothingElseDoes(String header) {
        Reason reason = refusalOf(header == null ? null : header.replace("{t}", token));

        assertThat(reason).isIn(Reason.MISSING, Reason.MALFORMED, Reason.UNKNOWN_TOKEN);
    }

    @Test
    void aTokenInAnotherCaseIsAnotherToken() {
        String swapped = token.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        assertThat(refusalOf("Bearer " + swapped)).isEqualTo(Reason.UNKNOWN_TOKEN);
    }

    @Test
    void aRefusalSaysWhy() {
        assertThat(refusalOf(null)).isEqualTo(Reason.MISSING);
        assertThat(refusalOf("Basic " + token)).isEqualTo(Reason.MALFORMED);
        assertThat(refusalOf("Bearer " + token + "x")).isEqualTo(Reason.UNKNOWN_TOKEN);
    }

    private Reason refusalOf(String header) {
        Future<Identity> answer = authenticator.authenticate(header);
        assertThat(answer.failed()).isTrue();
        return ((AuthenticationRefusedException) answer.cause()).reason();
    }

    @Test
    void printingItDoesNotShowTheToken() {
        assertThat(authenticator.toString()).contains("dev").doesNotContain(token);
        assertThat(authenticator.token().toString()).doesNotContain(token);
    }
}
