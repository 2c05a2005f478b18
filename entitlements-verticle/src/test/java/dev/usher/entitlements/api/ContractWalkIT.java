package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.KeyReusedException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the whole contract: every operation succeeds, refuses and is asked wrongly, in front of a {@link FakeUsher}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractWalkIT {
    /** What the service fails with where a row says that it refuses. */
    private static final Map<String, RuntimeException> REFUSALS = Map.of(
            "not-found", new NotFoundException("user double"),
            "conflict", new ConflictException("client username walker is mapped to user wälker"),
            "unprocessable", new UnknownReferenceException("product walk-none is not defined"),
            "key-reused", new KeyReusedException());

    private static ApiHarness api;
    private static ContractWalk walk;

    @BeforeAll
    static void start() {
        api = new ApiHarness();
        walk = new ContractWalk(api.contract, api.check, ContractWalkIT::send);
    }

    @AfterAll
    static void stop() {
        System.out.println(walk.table());
        api.close();
    }

    static List<WalkRow> rows() {
        return WalkRow.all();
    }

    @Test
    @Order(1)
    void everyOperationHasARowOfEachKindAndNoRowIsOfAnother() {
        assertThat(ContractWalk.missing(api.contract, rows())).isEmpty();
        assertThat(rows()).hasSize(3 * api.contract.operations().size());
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Order(2)
    void play(WalkRow row) {
        api.usher.reset();
        row.problem().map(REFUSALS::get).ifPresent(api.usher::fails);

        walk.play(row);

        if (row.kind().equals("bad input")) {
            assertThat(api.usher.calls()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void theTableShowsEveryOperation() {
        List<String> lines = walk.table().lines().toList();

        assertThat(lines).hasSize(1 + api.contract.operations().size());
        assertThat(lines).anyMatch(line -> line.matches("checkAccess +POST /v1/check +200 +404 +400"));
        assertThat(lines.stream().skip(1)).noneMatch(line -> line.matches(".* 0( .*|$)"));
    }

    private static HttpAnswer send(WalkRow row, String uri, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        if (row.authenticated()) {
            all.putAll(api.authorized());
        }
        Reply reply =
                api.send(HttpMethod.valueOf(row.method()), uri, all, row.body().orElse(null));
        return new HttpAnswer(reply.status(), reply.headers(), reply.body());
    }
}
