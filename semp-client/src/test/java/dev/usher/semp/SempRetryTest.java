package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SempRetryTest {
    private static final SempFailure CUT = SempUnavailableException.noAnswer("GET /x", "cut", null);

    private final SempRetry retry = new SempRetry(5, Duration.ofMillis(100), Duration.ofMillis(350));

    @Test
    void pausesDoubleUpToTheCapAndEnd() {
        assertThat(retry.pauseAfter(1, CUT, 1.0)).contains(Duration.ofMillis(100));
        assertThat(retry.pauseAfter(2, CUT, 1.0)).contains(Duration.ofMillis(200));
        assertThat(retry.pauseAfter(3, CUT, 1.0)).contains(Duration.ofMillis(350));
        assertThat(retry.pauseAfter(4, CUT, 1.0)).contains(Duration.ofMillis(350));
        assertThat(retry.pauseAfter(5, CUT, 1.0)).isEmpty();
    }

    @Test
    void jitterTakesUpToHalf() {
        assertThat(retry.pauseAfter(2, CUT, 0.0)).contains(Duration.ofMillis(100));
        assertThat(retry.pauseAfter(2, CUT, 0.5)).contains(Duration.ofMillis(150));
    }

    @Test
    void followsTheBrokersWishUpToTheCap() {
        assertThat(retry.pauseAfter(1, overloaded(Duration.ofMillis(300)), 0.0)).contains(Duration.ofMillis(300));
        assertThat(retry.pauseAfter(1, overloaded(Duration.ofHours(1)), 0.0)).contains(Duration.ofMillis(350));
        assertThat(retry.pauseAfter(1, overloaded(null), 0.0)).contains(Duration.ofMillis(50));
    }

    @Test
    void aRefusalOrNonsenseIsNotRepeated() {
        SempException refusal = new SempException("GET /x", 400, SempErrorKind.NOT_FOUND, 6, "NOT_FOUND", "", null);
        assertThat(retry.pauseAfter(1, refusal, 1.0)).isEmpty();
        assertThat(retry.pauseAfter(1, new SempProtocolException("x"), 1.0)).isEmpty();
        assertThat(retry.pauseAfter(1, new SempBudgetException(SempLane.SWEEP, 1), 1.0))
                .isEmpty();
    }

    @Test
    void onlyRequestsWithoutASecondEffectAreRepeatable() {
        List<String> vpn = List.of("v");
        List<String> below = List.of("v", "x");
        assertThat(SempRequest.of(HttpMethod.GET, SempPath.LIVE_CLIENTS, vpn).repeatable())
                .isTrue();
        assertThat(SempRequest.of(HttpMethod.PUT, SempPath.ACL_PROFILE, below).repeatable())
                .isTrue();
        assertThat(SempRequest.of(HttpMethod.DELETE, SempPath.ACL_PROFILE, below)
                        .repeatable())
                .isTrue();
        assertThat(SempRequest.of(HttpMethod.POST, SempPath.ACL_PROFILES, vpn).repeatable())
                .isFalse();
        assertThat(SempRequest.of(HttpMethod.PATCH, SempPath.CLIENT_USERNAME, below)
                        .repeatable())
                .isFalse();
        assertThat(SempRequest.of(HttpMethod.PUT, SempPath.DISCONNECT_CLIENT, below)
                        .repeatable())
                .isFalse();
    }

    @Test
    void refusesNonsense() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new SempRetry(0, second, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new SempRetry(2, second, Duration.ofMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new SempRetry(2, Duration.ZERO, second));
    }

    private static SempException overloaded(Duration retryAfter) {
        return new SempException("GET /x", 529, SempErrorKind.OVERLOADED, 0, "", "", retryAfter);
    }
}
