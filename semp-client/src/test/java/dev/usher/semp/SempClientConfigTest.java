package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SempClientConfigTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final SempBudget BUDGET = SempBudget.create(VERTX, BudgetLimits.defaults());
    private static final SempCredentials BASIC = SempCredentials.basic("admin", "s3cr3t");

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://broker",
                "broker:8080",
                "http:///x",
                "http://u:p@broker",
                "http://broker/SEMP",
                "http://broker?x=1",
                "http://broker#x"
            })
    void refusesABaseThatIsNotJustAnOrigin(String base) {
        assertThatIllegalArgumentException().isThrownBy(() -> config(base));
    }

    @ParameterizedTest
    @CsvSource({
        "http://broker, broker, 80, false",
        "https://broker/, broker, 443, true",
        "HTTPS://broker:1943, broker, 1943, true",
        "http://[::1]:8080, ::1, 8080, false"
    })
    void readsHostAndPort(String base, String host, int port, boolean https) {
        SempClientConfig config = config(base);
        assertThat(config.host()).isEqualTo(host);
        assertThat(config.port()).isEqualTo(port);
        assertThat(config.https()).isEqualTo(https);
    }

    @Test
    void refusesTimeoutsThatCannotBeMeant() {
        SempClientConfig config = config("http://broker");
        assertThatIllegalArgumentException().isThrownBy(() -> config.withTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withTimeout(Duration.ofHours(1)));
    }

    @Test
    void refusesTrustedCertificatesWithoutTls() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("http://broker").withTrust(new PemTrustOptions()));
        assertThat(config("https://broker").withTrust(new PemTrustOptions()).trust())
                .isPresent();
    }

    @Test
    void refusesLimitsThatCannotHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetLimits(0, 1, 1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetLimits(10, 11, 1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetLimits(10, 1, 0, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetLimits(10, 1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetLimits(10, 1, 1, 2, 0));
    }

    @Test
    void noTextShowsAPasswordOrToken() {
        SempCredentials token = SempCredentials.bearer("t0k3n");
        ClientUsernameChange change = ClientUsernameChange.change().withPassword(SempSecret.of("pa55"));
        assertThat(config("http://broker").toString()).doesNotContain("s3cr3t").contains("****");
        assertThat(BASIC.toString()).doesNotContain("s3cr3t");
        assertThat(token.toString()).doesNotContain("t0k3n");
        assertThat(change.toString()).doesNotContain("pa55");
    }

    @Test
    void credentialsBecomeTheirHeader() {
        assertThat(BASIC.authorization().result()).isEqualTo("Basic YWRtaW46czNjcjN0");
        assertThat(SempCredentials.bearer("abc").authorization().result()).isEqualTo("Bearer abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "é"})
    void aTokenThatCannotBeAHeaderFailsUnsent(String token) {
        Future<String> header =
                SempCredentials.bearer(() -> Future.succeededFuture(token)).authorization();
        assertThat(header.failed()).isTrue();
        assertThat(header.cause().getMessage()).doesNotContain("a b");
    }

    @Test
    void aUsernameWithAColonWouldEndTooEarly() {
        assertThatIllegalArgumentException().isThrownBy(() -> SempCredentials.basic("a:b", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> SempCredentials.basic("a", ""));
    }

    @Test
    void aPlainConfigTrustsWhatTheJvmTrusts() {
        assertThat(config("https://broker").trust()).isEqualTo(Optional.empty());
    }

    private static SempClientConfig config(String base) {
        return SempClientConfig.of(URI.create(base), BASIC, BUDGET);
    }
}
