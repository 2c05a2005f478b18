package dev.usher.entitlements.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    private static PgException refusal(String state) {
        return new PgException("text", "ERROR", state, "detail with a value");
    }

    static Stream<Throwable> outages() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new IOException("Connection reset by peer"),
                new TimeoutException("Timeout expired"),
                ClosedConnectionException.INSTANCE,
                new VertxException("Timeout"),
                new IllegalStateException("Client is closed"));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void noAnswerIsAnOutage(Throwable failure) {
        assertThat(Failures.translate(failure))
                .isInstanceOf(StoreUnavailableException.class)
                .hasCause(failure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "25006", "25P03", "28P01", "3D000", "40001", "40P01", "53300", "55P03", "57014", "57P01",
                "57P03", "58030", "XX000"
            })
    void aServerThatCannotServeIsAnOutage(String state) {
        assertThat(Failures.translate(refusal(state)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(state)
                .hasMessageNotContaining("detail with a value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22P02", "23502", "23001", "42601", "42P01"})
    void aWrongStatementIsADefectAndNotAnOutage(String state) {
        PgException refusal = refusal(state);

        assertThat(Failures.translate(refusal)).isSameAs(refusal);
    }

    @Test
    void answersPassThrough() {
        Throwable answer = new NotFoundException("user x");
        Throwable defect = new IllegalArgumentException("x");

        assertThat(Failures.translate(answer)).isSameAs(answer);
        assertThat(Failures.translate(defect)).isSameAs(defect);
    }

    @Test
    void whoeverLosesTheRaceForAClientConflicts() {
        assertThat(Failures.translate(new PgException(
                        "text",
                        "ERROR",
                        "23505",
                        "d",
                        "h",
                        "p",
                        "ip",
                        "iq",
                        "w",
                        "f",
                        "l",
                        "r",
                        "s",
                        "t",
                        "c",
                        "dt",
                        "seats_one_open")))
                .isInstanceOf(ConflictException.class);
    }
}
