package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever prints a record prints no password. */
class PasswordsTest {

    private static final String SECRET = "geheim";

    static List<Class<?>> recordsWithPasswords() throws IOException, URISyntaxException {
        Path classes = Path.of(EmbeddedBroker.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(f -> classes.relativize(f).toString())
                    .filter(f -> f.endsWith(".class") && !f.endsWith("-info.class"))
                    .<Class<?>>map(PasswordsTest::load)
                    .filter(Class::isRecord)
                    .filter(c -> Arrays.stream(c.getRecordComponents()).anyMatch(PasswordsTest::isSecret))
                    .toList();
        }
    }

    private static Class<?> load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, PasswordsTest.class.getClassLoader());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw new AssertionError(name, e);
        }
    }

    private static boolean isSecret(RecordComponent component) {
        String name = component.getName().toLowerCase(Locale.ROOT);
        return (name.contains("password") || name.contains("readers"))
                && (component.getType() == String.class || component.getType() == Map.class);
    }

    @Test
    void theyAreFound() throws Exception {
        assertThat(recordsWithPasswords())
                .extracting(Class::getSimpleName)
                .contains("LoginRequest", "ConnectPacket", "Settings");
    }

    @ParameterizedTest
    @MethodSource("recordsWithPasswords")
    void noneIsPrinted(Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
        constructor.setAccessible(true);
        Object made = constructor.newInstance(
                Arrays.stream(components).map(PasswordsTest::value).toArray());
        assertThat(made.toString()).contains(type.getSimpleName(), "other").doesNotContain(SECRET);
    }

    private static Object value(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == String.class) {
            return isSecret(component) ? SECRET : "other";
        }
        if (type == Map.class) {
            return isSecret(component) ? Map.of("reader", SECRET) : Map.of();
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        return type == boolean.class ? Boolean.FALSE : type == int.class ? Integer.valueOf(0) : null;
    }
}
