package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import io.vertx.ext.web.handler.HttpException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    @Test
    void aKnownFailureDecidesWhateverTheStatusSays() {
        ProblemType type = ProblemType.of(new ConflictException("taken"), 500);

        assertThat(type).isEqualTo(ProblemType.CONFLICT);
        assertThat(type.detail(new ConflictException("taken"))).isEqualTo("taken");
    }

    @Test
    void withoutAKnownFailureTheStatusDecides() {
        assertThat(ProblemType.of(new HttpException(413), 413)).isEqualTo(ProblemType.TOO_LARGE);
        assertThat(ProblemType.of(null, 405)).isEqualTo(ProblemType.METHOD_NOT_ALLOWED);
        assertThat(ProblemType.of(null, 414)).isEqualTo(ProblemType.BAD_REQUEST);
        assertThat(ProblemType.of(null, 502)).isEqualTo(ProblemType.INTERNAL);
        assertThat(ProblemType.of(new IllegalStateException("x"), 500)).isEqualTo(ProblemType.INTERNAL);
    }

    @Test
    void whatHappenedInsideIsNotTold() {
        Throwable inside = new StoreUnavailableException("jdbc:postgresql://db-7", null);

        assertThat(ProblemType.UNAVAILABLE.detail(inside)).doesNotContain("db-7");
        assertThat(ProblemType.INTERNAL.detail(new RuntimeException("secret"))).doesNotContain("secret");
        assertThat(ProblemType.UNAUTHENTICATED.detail(new HttpException(401, "secret")))
                .doesNotContain("secret");
    }

    @Test
    void ofSeveralKindsWithOneStatusTheGeneralOneStandsForIt() {
        assertThat(ProblemType.of(new HttpException(422), 422)).isEqualTo(ProblemType.UNPROCESSABLE);
        assertThat(Stream.of(ProblemType.values())
                        .filter(type -> type.status() != 422)
                        .map(ProblemType::status))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyKindHasItsOwnName() {
        assertThat(Stream.of(ProblemType.values()).map(ProblemType::urn))
                .doesNotHaveDuplicates()
                .contains("urn:usher:problem:unsupported-media-type");
    }
}
