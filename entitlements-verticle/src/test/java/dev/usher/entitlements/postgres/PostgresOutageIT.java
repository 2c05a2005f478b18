package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Samples.ALICE;
import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Writes.seed;
import static dev.usher.entitlements.postgres.Writes.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.embedded.DatabaseAddress;
import dev.usher.embedded.EmbeddedDatabase;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database comes late, goes away, hangs, lets nobody in, and comes back. */
class PostgresOutageIT {
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static EmbeddedDatabase server;
    private static Vertx vertx;

    private DatabaseAddress address;
    private PostgresStore store;
    private boolean paused;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start(folder);
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        await(vertx.close());
        server.close();
    }

    @BeforeEach
    void create() {
        server.startAgain();
        address = server.createDatabase();
        store = new PostgresStore(vertx, impatient(address, address.username(), address.password()));
    }

    @AfterEach
    void close() {
        if (paused) {
            server.resume();
        }
        await(store.close());
    }

    private void pause() {
        server.pause();
        paused = true;
    }

    private static PostgresConfig impatient(DatabaseAddress address, String username, String password) {
        return new PostgresConfig(
                address.host(),
                address.port(),
                address.database(),
                username,
                Secret.of(password),
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4));
    }

    private void openWithCatalog() {
        await(store.open());
        await(seed(store, catalog()));
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> await(store.desired(ALICE))).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aDatabaseThatIsAbsentAtStartIsWaitedFor() {
        server.stop();
        assertThat(store.problem()).contains("not opened yet");

        Future<Void> open = store.open();

        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(store.problem())
                        .hasValueSatisfying(problem -> assertThat(problem).containsIgnoringCase("refused")));
        assertThat(open.isComplete()).isFalse();
        assertUnavailable();

        server.startAgain();

        await(open);
        assertThat(store.problem()).isEmpty();
        await(seed(store, catalog()));
        assertThat(await(store.targets("local"))).hasSize(2);
    }

    @Test
    void afterAnOutageItGoesOnByItself() {
        openWithCatalog();
        server.stop();
        assertUnavailable();
        await().atMost(RECOVERY).until(() -> store.problem().isPresent());
        assertThatThrownBy(() -> await(status(store, "alice", UserStatus.SUSPENDED)))
                .isInstanceOf(StoreUnavailableException.class);

        server.startAgain();

        await().atMost(RECOVERY).until(() -> store.problem().isEmpty());
        assertThat(await(store.desired(ALICE)).rights().all()).hasSize(1);
        await(status(store, "alice", UserStatus.SUSPENDED));
    }

    @Test
    void aDatabaseThatHangsDoesNotHangItsCallers() {
        openWithCatalog();
        pause();

        // more callers than connections: those who wait for one give up, too
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(store.desired(ALICE));
        }
        for (Future<?> call : calls) {
            assertThatThrownBy(() -> await(call)).isInstanceOf(StoreUnavailableException.class);
        }
        await().atMost(RECOVERY).until(() -> store.problem().isPresent());

        server.resume();

        await().atMost(RECOVERY).until(() -> store.problem().isEmpty());
        assertThat(await(store.desired(ALICE)).rights().all()).hasSize(1);
    }

    @Test
    void answersComeOnTheCallersContextAlsoWhenTheyAreLate() {
        openWithCatalog();
        pause();
        Context context = vertx.getOrCreateContext();
        Promise<Boolean> onContext = Promise.promise();

        context.runOnContext(start -> store.desired(ALICE)
                .onComplete(late -> onContext.complete(late.failed() && Vertx.currentContext() == context)));

        assertThat(await(onContext.future())).isTrue();
    }

    @Test
    void aLockThatSomebodyHoldsIsNotWaitedForForever() throws SQLException {
        openWithCatalog();
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select * from enforcement for update");

            assertThatThrownBy(() -> await(status(store, "alice", UserStatus.SUSPENDED)))
                    .isInstanceOf(StoreUnavailableException.class);

            connection.rollback();
        }
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(await(status(store, "alice", UserStatus.SUSPENDED))
                                .targets())
                        .hasSize(1));
        // the attempt that gave up left nothing behind
        assertThat(await(store.desired(ALICE)).epoch()).isEqualTo(2);
    }

    @Test
    void closingEndsTheWaitForADatabase() {
        server.stop();
        Future<Void> open = store.open();

        await(store.close());

        assertThatThrownBy(() -> await(open)).isInstanceOf(StoreUnavailableException.class);
        assertUnavailable();
        assertThat(store.problem()).contains("closed");
    }

    @Test
    void passwordsAreCheckedWithScramAndNotRepeated() throws IOException, SQLException {
        Path hba = folder.resolve("data").resolve("pg_hba.conf");
        String before = Files.readString(hba);
        sql("create role keeper login superuser password 'right-password'");
        Files.writeString(hba, "host all keeper 127.0.0.1/32 scram-sha-256\n" + before);
        sql("select pg_reload_conf()");
        PostgresStore wrong = new PostgresStore(vertx, impatient(address, "keeper", "wrong-password"));
        PostgresStore right = new PostgresStore(vertx, impatient(address, "keeper", "right-password"));
        try {
            Future<Void> refused = wrong.open();
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(wrong.problem())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .contains("authentication failed")
                                    .doesNotContain("wrong-password")));
            assertThat(refused.isComplete()).isFalse();

            await(right.open());
            await(seed(right, catalog()));
        } finally {
            await(wrong.close());
            await(right.close());
            Files.writeString(hba, before);
            sql("select pg_reload_conf()");
        }
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
