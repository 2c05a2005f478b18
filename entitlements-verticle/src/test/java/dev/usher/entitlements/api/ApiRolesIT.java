package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.auth.ApiAuthenticator;
import dev.usher.entitlements.auth.Identity;
import dev.usher.entitlements.auth.Role;
import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.openapi.contract.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the contract: what a role does not open is closed, over HTTP. */
class ApiRolesIT {
    private static final String NOBODY = "nobody";

    private static ApiHarness api;

    @BeforeAll
    static void start() {
        api = new ApiHarness(new RoleInToken());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.usher.reset();
        api.refusals.clear();
    }

    /** The token is the role: {@code Bearer admin}. Answers later, as one does that has to ask. */
    private static final class RoleInToken implements ApiAuthenticator {
        @Override
        public Future<Identity> authenticate(String authorizationHeader) {
            String token = authorizationHeader.substring("Bearer ".length());
            Set<Role> roles = Role.find(token).map(EnumSet::of).orElse(EnumSet.noneOf(Role.class));
            Promise<Identity> answer = Promise.promise();
            Vertx.currentContext().runOnContext(later -> answer.complete(new Identity("holder-" + token, roles)));
            return answer.future();
        }
    }

    /** Every operation with every role, and with none. */
    static Stream<Arguments> walk() {
        try (ApiHarness contract = new ApiHarness()) {
            List<Operation> operations = contract.contract.operations();
            assertThat(operations).hasSizeGreaterThanOrEqualTo(8);
            return operations.stream()
                    .flatMap(operation -> Stream.concat(Stream.of(Role.values()).map(Role::text), Stream.of(NOBODY))
                            .map(role -> Arguments.of(operation.getOperationId(), role)))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("walk")
    void aRoleOpensExactlyWhatTheContractSays(String operationId, String role) {
        Operation operation = operation(operationId);
        Set<String> listed = ((JsonArray) operation.getOpenAPIModel().getValue("x-usher-roles"))
                .stream().map(String::valueOf).collect(Collectors.toSet());

        Reply reply = send(operation, role);

        if (listed.contains(role)) {
            assertThat(reply.status()).isNotIn(401, 403, 500);
            assertThat(api.refusals).isEmpty();
            return;
        }
        JsonArray sufficient = reply.problem(403, "not-allowed").getJsonArray("roles");
        assertThat(sufficient.stream().map(String::valueOf)).containsExactlyInAnyOrderElementsOf(listed);
        assertThat(api.usher.calls()).isEmpty();
        assertThat(api.refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.NO_ROLE);
            assertThat(refusal.operationId()).contains(operationId);
            assertThat(refusal.caller()).contains("holder-" + role);
        });
    }

    /** The walk compares with the contract; this says what must not slip into the contract. */
    @Test
    void theContractGivesNoRoleMoreThanItIsFor() {
        assertThat(api.contract.operations()).allSatisfy(operation -> {
            JsonArray roles = (JsonArray) operation.getOpenAPIModel().getValue("x-usher-roles");
            if (!operation.getHttpMethod().equals(HttpMethod.GET)
                    && !operation.getOperationId().startsWith("check")) {
                assertThat(roles).as(operation.getOperationId()).doesNotContain("auditor");
            }
            if (!operation.getTags().contains("seats")
                    && !operation.getHttpMethod().equals(HttpMethod.GET)
                    && !operation.getOperationId().startsWith("check")) {
                assertThat(roles).as(operation.getOperationId()).doesNotContain("auth-service");
            }
        });
    }

    @Test
    void theBodyIsReadAlsoWhenTheCallerIsKnownLater() {
        Reply reply = api.send(
                HttpMethod.POST,
                "/v1/seats",
                Map.of("Authorization", "Bearer auth-service", "Content-Type", "application/json"),
                "{\"user\":\"alice\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.usher.onlyCall().method()).isEqualTo("openSeat");
    }

    @Test
    void theProblemAndTheLogDoNotHaveTheToken() {
        String token = "very-secret-token";
        try (LogCapture log = LogCapture.open()) {
            Reply reply = send(operation("openSeat"), token);

            assertThat(reply.problem(403, "not-allowed").encode().replace("holder-" + token, ""))
                    .doesNotContain(token);
            assertThat(log.lines()).anyMatch(line -> line.contains("reason=no-role operation=openSeat"));
            assertThat(log.lines())
                    .noneMatch(line -> line.replace("holder-" + token, "").contains(token));
        }
        assertThat(api.refusals)
                .extracting(Refusal::toString)
                .noneMatch(text -> text.replace("holder-" + token, "").contains(token));
    }

    private static Operation operation(String operationId) {
        return api.contract.operations().stream()
                .filter(each -> each.getOperationId().equals(operationId))
                .findFirst()
                .orElseThrow();
    }

    private static Reply send(Operation operation, String token) {
        return api.send(
                operation.getHttpMethod(),
                operation.getAbsoluteOpenAPIPath().replaceAll("\\{[^}]*}", "x"),
                Map.of("Authorization", "Bearer " + token),
                null);
    }
}
