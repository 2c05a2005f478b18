package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What production runs with, as the build has put it together. */
class ClassPathIT {
    @Test
    void nothingEmbeddedIsOnIt() throws IOException {
        assertThat(names())
                .noneMatch(name -> name.matches("(?i).*(embedded|zonky|scala|log4j|junit|fabric8|kubernetes).*"))
                .noneMatch(name -> name.matches("kafka[-_].*") && !name.startsWith("kafka-clients-"));
    }

    @Test
    void nothingEmbeddedIsInsideAJar() throws IOException {
        for (String forbidden : List.of(
                "dev/usher/broker/",
                "dev/usher/embedded/",
                "dev/usher/dev/",
                "kafka/server/",
                "io/zonky/",
                "org/junit/")) {
            for (String name : names()) {
                try (JarFile jar = new JarFile(UsherProcess.LIB.resolve(name).toFile())) {
                    assertThat(jar.stream().map(entry -> entry.getName()).filter(entry -> entry.startsWith(forbidden)))
                            .as("%s in %s", forbidden, name)
                            .isEmpty();
                }
            }
        }
    }

    /** Would a test dependency pull one of these out of production, nobody else would notice before a start. */
    @Test
    void whatBothServicesNeedIsOnIt() throws IOException {
        List<String> names = names();

        for (String needed : List.of(
                "bridge-verticle-",
                "entitlements-verticle-",
                "topics-",
                "runtime-",
                "semp-client-",
                "sol-jcsmp-",
                "kafka-clients-",
                "vertx-kafka-client-",
                "vertx-pg-client-",
                "vertx-web-openapi-router-",
                "scram-client-",
                "flyway-database-postgresql-",
                "postgresql-",
                "logback-classic-",
                "zstd-jni-",
                "snappy-java-",
                "lz4-java-")) {
            assertThat(names).anyMatch(name -> name.startsWith(needed));
        }
    }

    @Test
    void noLibraryIsThereTwice() throws IOException {
        assertThat(names().stream()
                        .map(name -> name.replaceFirst("-\\d.*?(-linux-\\w+|-osx-\\w+|-SNAPSHOT)?\\.jar$", "$1")))
                .doesNotHaveDuplicates();
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(UsherProcess.LIB)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
            assertThat(names).hasSizeGreaterThan(30);
            return names;
        }
    }
}
