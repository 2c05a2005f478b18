package dev.usher.embedded;

/** Where one database is and how to log in to it. */
public record DatabaseAddress(String host, int port, String database, String username, String password) {

    /** For JDBC, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    DatabaseAddress withDatabase(String name) {
        return new DatabaseAddress(host, port, name, username, password);
    }
}
