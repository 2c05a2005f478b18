package dev.usher.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server, unpacked from a jar and run as a child process, listening on loopback. Also as root, where the
 * system allows unprivileged user namespaces.
 *
 * <p>Outages: {@link #stop} and {@link #startAgain} drop the server and bring it back on the same port and data;
 * {@link #pause} and {@link #resume} leave connections open and unanswered. Its loggers are {@code io.zonky.test} and
 * {@code pg-…} (the server's own lines); set {@code io.zonky.test.db.postgres} to
 * WARN.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final int ATTEMPTS = 5;
    private static final String HOST = "127.0.0.1";
    /** The superuser that PostgreSQL's initdb is told to make. It lets everybody on loopback in, whatever the password. */
    private static final String USERNAME = "postgres";

    private static final String PASSWORD = "postgres";
    /** The number of the latest database: the time, so that it is new on a folder that was used before. */
    private static final AtomicLong lastDatabase = new AtomicLong();

    private final Path folder;
    private final boolean ownFolder;
    private DatabaseAddress address;
    private EmbeddedPostgres server;
    private boolean paused;
    private boolean closed;

    private EmbeddedDatabase(Path folder, boolean ownFolder) {
        this.folder = folder;
        this.ownFolder = ownFolder;
    }

    /** A running server on a free port, with its data in a temporary folder that {@link #close} deletes. Blocks. */
    public static EmbeddedDatabase start() {
        return start(Scratch.newFolder("usher-postgres-"), true, 0);
    }

    /** A running server on a free port that keeps its data in this folder, also over the life of the process. Blocks. */
    public static EmbeddedDatabase start(Path folder) {
        return start(folder, 0);
    }

    /**
     * As {@link #start(Path)}, on this port; 0 chooses a free one.
     *
     * @throws IllegalStateException if the server does not start, say because the port is taken
     */
    public static EmbeddedDatabase start(Path folder, int port) {
        return start(Objects.requireNonNull(folder, "folder"), false, port);
    }

    private static EmbeddedDatabase start(Path folder, boolean ownFolder, int port) {
        EmbeddedDatabase database = new EmbeddedDatabase(folder, ownFolder);
        try {
            database.firstStart(port);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    private synchronized void firstStart(int port) {
        for (int attempt = 1; ; attempt++) {
            int chosen = port == 0 ? Scratch.freePort() : port;
            address = new DatabaseAddress(HOST, chosen, "postgres", USERNAME, PASSWORD);
            try {
                startAgain();
                return;
            } catch (IllegalStateException e) {
                if (port != 0 || attempt == ATTEMPTS) {
                    throw e;
                }
                log.debug("postgres start failed, trying another port attempt={}", attempt, e);
            }
        }
    }

    /** The database every server has from the start, {@code postgres}. */
    public DatabaseAddress address() {
        return address;
    }

    public String host() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    public String database() {
        return address.database();
    }

    public String username() {
        return address.username();
    }

    public String password() {
        return address.password();
    }

    public String jdbcUrl() {
        return address.jdbcUrl();
    }

    Path folder() {
        return folder;
    }

    /** A fresh, empty database on this server, so that tests can share the server and nothing else. Blocks. */
    public synchronized DatabaseAddress createDatabase() {
        if (server == null) {
            throw new IllegalStateException("the server is down");
        }
        // A number goes into the statement, never a name of the caller's: identifiers cannot be parameters.
        long number = lastDatabase.accumulateAndGet(System.currentTimeMillis(), (last, now) -> Math.max(last + 1, now));
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database test_".concat(Long.toString(number)));
        } catch (SQLException e) {
            throw new IllegalStateException("the database was not created", e);
        }
        return address.withDatabase("test_" + number);
    }

    /** Shuts the server down, cutting its connections, keeping port and data. Does nothing when it is down. Blocks. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        if (paused) {
            resume();
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server = null;
        }
    }

    /** Starts the server again after {@link #stop}, on the same port and data. Does nothing when it runs. Blocks. */
    public synchronized void startAgain() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (server != null) {
            return;
        }
        Scratch.requireFree(address.port());
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setPort(address.port())
                    .start();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("postgres does not start on port " + address.port() + " in " + folder, e);
        }
    }

    /** Freezes the server: it accepts connections at most in the kernel, and answers nothing until {@link #resume}. */
    public synchronized void pause() {
        toAllProcesses(new ProcessBuilder("xargs", "kill", "-STOP"));
        paused = true;
    }

    /** Lets a paused server go on. Does nothing when it was not paused. */
    public synchronized void resume() {
        toAllProcesses(new ProcessBuilder("xargs", "kill", "-CONT"));
        paused = false;
    }

    /** Stops the server for good and deletes its folder if that is a temporary one. May be called repeatedly. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        if (ownFolder) {
            Scratch.delete(folder);
        }
    }

    /** Hands the process ids of the server and of its children, one per connection, to a command that reads them. */
    private void toAllProcesses(ProcessBuilder command) {
        if (server == null) {
            throw new IllegalStateException("the server is down");
        }
        try {
            // The first line of this file is the server's process id.
            String pid =
                    Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
            ProcessHandle parent = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            Process running = command.start();
            try (Writer pids = running.outputWriter(StandardCharsets.US_ASCII)) {
                pids.write(Stream.concat(Stream.of(parent), parent.descendants())
                        .map(process -> Long.toString(process.pid()))
                        .collect(Collectors.joining(" ")));
            }
            // 123 is how xargs says that kill failed for some: a connection's process that ended on its own meanwhile.
            if (!running.waitFor(10, TimeUnit.SECONDS) || (running.exitValue() != 0 && running.exitValue() != 123)) {
                throw new IllegalStateException("the processes could not be signalled");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
