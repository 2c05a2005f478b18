package dev.usher.entitlements.postgres;

import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the schema to the version this code was built for. Several processes may do so at once: Flyway takes a lock. */
final class Migrations {
    private static final String LOCATION = "classpath:db/migration";

    private Migrations() {}

    /**
     * Runs what has not run yet. Blocks, so call it on a worker thread.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or a script fails
     */
    static void run(PostgresConfig config) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource(config))
                .locations(LOCATION)
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load()
                .migrate();
    }

    private static PGSimpleDataSource dataSource(PostgresConfig config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {config.host()});
        source.setPortNumbers(new int[] {config.port()});
        source.setDatabaseName(config.database());
        source.setUser(config.username());
        source.setPassword(config.password().reveal());
        int connectSeconds = seconds(config.connectTimeout().toMillis());
        source.setConnectTimeout(connectSeconds);
        source.setLoginTimeout(connectSeconds);
        source.setSocketTimeout(seconds(config.catalogTimeout().toMillis()));
        source.setApplicationName("usher-migrations");
        return source;
    }

    /** JDBC knows whole seconds only, and takes 0 for no limit at all. */
    private static int seconds(long millis) {
        return (int) Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millis + 999));
    }
}
