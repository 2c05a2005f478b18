package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.PostgresExtension.await;
import static dev.usher.entitlements.postgres.Writes.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the ledger stays as it is, also for who owns the table. */
class PostgresLedgerIT {
    @RegisterExtension
    static final PostgresExtension db = new PostgresExtension();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger set caller = 'nobody'",
                "update ledger set caller = caller where false",
                "delete from ledger",
                "delete from ledger where id = 1",
                "truncate ledger",
                "insert into ledger (id, kind, caller, reason, detail) values (1, 'x', '', '', '{}')"
                        + " on conflict (id) do update set kind = 'x'"
            })
    void changingTheLedgerIsRefused(String sql) throws SQLException {
        await(seed(db.store(), Samples.catalog()));
        var before = db.query("select * from ledger order by id");

        try (Connection connection = db.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the ledger is append-only");
        }

        assertThat(db.query("select * from ledger order by id"))
                .isEqualTo(before)
                .isNotEmpty();
    }

    @Test
    void timeIsTheDatabasesAndOrderIsThatOfTheTransaction() {
        await(seed(db.store(), Samples.catalog()));

        assertThat(db.query("select id from ledger order by recorded_at, id"))
                .isEqualTo(db.query("select id from ledger order by id"));
        Instant last = Instant.parse(db.query(
                        "select to_char(max(recorded_at) at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from ledger")
                .get(0));
        assertThat(Duration.between(last, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }
}
