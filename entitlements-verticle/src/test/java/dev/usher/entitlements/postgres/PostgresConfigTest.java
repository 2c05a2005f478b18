package dev.usher.entitlements.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresConfigTest {
    private static final Function<String, String> NO_VARIABLES = name -> null;

    private static PostgresConfig read(Map<String, Object> values) {
        return ConfigReader.read(values, NO_VARIABLES, PostgresConfig::from);
    }

    private static Map<String, Object> minimal(Object... more) {
        Map<String, Object> values = new HashMap<>(Map.of("username", "usher", "password", "open-sesame"));
        for (int i = 0; i < more.length; i += 2) {
            values.put((String) more[i], more[i + 1]);
        }
        return values;
    }

    @Test
    void everyKeyCounts() {
        assertThat(read(minimal(
                        "host", "db.example",
                        "port", 6543,
                        "database", "rights",
                        "poolSize", 3,
                        "connectTimeout", "4s",
                        "queryTimeout", "6s",
                        "catalogTimeout", "7s")))
                .isEqualTo(new PostgresConfig(
                        "db.example",
                        6543,
                        "rights",
                        "usher",
                        Secret.of("open-sesame"),
                        3,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7)));
    }

    @Test
    void aUriStandsForHostPortAndDatabase() {
        Secret password = Secret.of("open-sesame");

        assertThat(read(minimal("uri", "postgresql://db.example:6543/rights")))
                .isEqualTo(PostgresConfig.of("db.example", 6543, "rights", "usher", password));
        assertThat(read(minimal("uri", "postgresql://db.example/rights")).port())
                .isEqualTo(5432);
    }

    @Test
    void defaultsAreAServerHere() {
        assertThat(read(minimal()))
                .isEqualTo(PostgresConfig.of("localhost", 5432, "usher", "usher", Secret.of("open-sesame")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://db/rights",
                "postgresql://db",
                "postgresql://db/",
                "postgresql://db/rights/more",
                "postgresql://db/rights?sslmode=require",
                "postgresql:db"
            })
    void otherUrisAreRefused(String uri) {
        assertThatThrownBy(() -> read(minimal("uri", uri)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("uri: must");
    }

    @Test
    void aPasswordInTheUriIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> read(minimal("uri", "postgresql://usher:hunter2@db/rights")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("uri: must not hold a user or password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void allProblemsAreNamed() {
        Map<String, Object> values = minimal(
                "uri", "postgresql://db/rights", "host", "db2", "poolSize", 0, "queryTimeout", "soon", "pool", 1);
        values.remove("password");

        assertThatThrownBy(() -> read(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("host: is given here and in uri")
                .hasMessageContaining("poolSize")
                .hasMessageContaining("queryTimeout")
                .hasMessageContaining("pool: is not a known key")
                .hasMessageContaining("password: is missing");
    }

    @Test
    void theCatalogMayNotTakeLessTimeThanAQuery() {
        assertThatThrownBy(() -> read(minimal("queryTimeout", "10s", "catalogTimeout", "5s")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("catalogTimeout must not be shorter than queryTimeout");
        assertThat(read(minimal("queryTimeout", "5m")).catalogTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(read(minimal()).toString()).doesNotContain("open-sesame").contains("localhost");
    }
}
