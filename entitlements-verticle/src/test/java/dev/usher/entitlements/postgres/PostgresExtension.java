package dev.usher.entitlements.postgres;

import dev.usher.embedded.DatabaseAddress;
import dev.usher.embedded.EmbeddedDatabase;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for the class; an empty database and a store on it for each test. */
final class PostgresExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final List<PostgresStore> stores = new ArrayList<>();
    private EmbeddedDatabase server;
    private Vertx vertx;
    private DatabaseAddress address;
    private PostgresStore store;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = EmbeddedDatabase.start();
        vertx = Vertx.vertx();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        address = server.createDatabase();
        store = openStore();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stores.forEach(opened -> await(opened.close()));
        stores.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        await(vertx.close());
        server.close();
    }

    PostgresStore store() {
        return store;
    }

    Vertx vertx() {
        return vertx;
    }

    PostgresConfig config() {
        return config(address);
    }

    static PostgresConfig config(DatabaseAddress address) {
        return PostgresConfig.of(
                address.host(), address.port(), address.database(), address.username(), Secret.of(address.password()));
    }

    /** One more store on the same database, as another process or the next start has it. */
    PostgresStore openStore() {
        PostgresStore opened = new PostgresStore(vertx, config());
        stores.add(opened);
        await(opened.open());
        return opened;
    }

    /** Each row as its columns' texts, joined by a blank; read past the store. */
    List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    columns.add(String.valueOf(rows.getString(column)));
                }
                texts.add(String.join(" ", columns));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Writes past the store, for what only time would bring about. */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer in 30 s", e);
        } catch (RuntimeException e) {
            // the failure's own stack trace is an event loop's and does not say which call failed
            e.addSuppressed(new IllegalStateException("awaited here"));
            throw e;
        }
    }
}
