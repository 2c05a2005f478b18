package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.auth.RandomTokenAuthenticator;
import dev.usher.entitlements.auth.Role;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An operation that nobody said who may use stops the start. */
class OperationRolesTest {
    private static Vertx vertx;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        ApiHarness.await(vertx.close());
    }

    static Stream<Arguments> notRoles() {
        return Stream.of(
                Arguments.of("", "must be a list"),
                Arguments.of("x-usher-roles: []", "must be a list"),
                Arguments.of("x-usher-roles: admin", "must be a list"),
                Arguments.of("x-usher-roles: [root]", "role root is not one of auth-service, admin"),
                Arguments.of("x-usher-roles: [admin, Auditor]", "role Auditor is not one of"),
                Arguments.of("x-usher-roles: [1]", "role 1 is not one of"),
                Arguments.of("x-usher-roles: [admin, admin]", "twice"));
    }

    @ParameterizedTest
    @MethodSource("notRoles")
    void theServerDoesNotStartWithAnythingButRoles(String instead, String problem) {
        String packaged = ApiHarness.await(Contract.load(vertx)).text();
        String changed = packaged.replaceFirst("(?<=operationId: openSeat\n {6})x-usher-roles: .*", instead);
        assertThat(changed).isNotEqualTo(packaged);
        Contract other = ApiHarness.await(Contract.of(vertx, changed));

        assertThatThrownBy(() -> new ApiRouter(
                        vertx,
                        other,
                        Operations.of(new FakeUsher()),
                        RandomTokenAuthenticator.create("test"),
                        refusal -> {},
                        Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("openSeat", problem)
                .hasMessageNotContaining("closeSeat");
    }

    @Test
    void thePackagedContractIsRead() {
        OperationRoles roles =
                OperationRoles.of(ApiHarness.await(Contract.load(vertx)).openApi());

        assertThat(roles.of("openSeat")).containsExactly(Role.AUTH_SERVICE);
        assertThat(roles.of("setGroupProducts")).containsExactly(Role.ADMIN);
    }
}
