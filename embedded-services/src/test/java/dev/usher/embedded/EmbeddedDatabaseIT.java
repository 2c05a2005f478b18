package dev.usher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {

    @Test
    void givesEachTestADatabaseOfItsOwn() throws SQLException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            DatabaseAddress one = server.createDatabase();
            DatabaseAddress two = server.createDatabase();
            run(one, "create table only_here (id int primary key)");
            assertThatThrownBy(() -> run(two, "select * from only_here")).hasMessageContaining("only_here");
            assertThat(ask(one, "select current_database()")).isEqualTo(one.database());
            assertThat(ask(one, "show server_version_num")).startsWith("18");
        }
    }

    @Test
    void keepsPortAndDataOverAnOutage() throws SQLException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            DatabaseAddress database = server.createDatabase();
            run(database, "create table kept as select 42 as answer");

            server.stop();
            server.stop();
            assertThatThrownBy(() -> connect(database)).isInstanceOf(SQLException.class);
            server.startAgain();
            server.startAgain();

            assertThat(ask(database, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void answersNothingWhilePaused() throws SQLException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start();
                Connection open = connect(server.address())) {
            open.setNetworkTimeout(Runnable::run, 500);
            server.pause();
            try (Statement statement = open.createStatement()) {
                assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
            }
            server.resume();
            server.resume();
            assertThat(ask(server.address(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void closesWhilePausedAndDeletesItsOwnFolder() {
        EmbeddedDatabase server = EmbeddedDatabase.start();
        Path folder = server.folder();
        assertThat(folder).exists();
        server.pause();
        server.close();
        server.close();
        assertThat(folder).doesNotExist();
        assertThatThrownBy(server::startAgain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsDataInAGivenFolderAcrossInstances(@TempDir Path folder) throws SQLException {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(folder)) {
            run(first.address(), "create table kept as select 7 as answer");
        }
        try (EmbeddedDatabase second = EmbeddedDatabase.start(folder)) {
            assertThat(ask(second.address(), "select answer from kept")).isEqualTo("7");
        }
    }

    @Test
    void refusesADatabaseWhileDown() {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            server.stop();
            assertThatThrownBy(server::createDatabase).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(server::pause).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Connection connect(DatabaseAddress database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        return DriverManager.getConnection(database.jdbcUrl(), properties);
    }

    private static void run(DatabaseAddress database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(DatabaseAddress database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
