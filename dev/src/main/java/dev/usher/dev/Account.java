package dev.usher.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code name:password}, or {@code name:@file} with the password in the first line of a file. */
record Account(String name, String password) {
    @Override
    public String toString() {
        return name + ":****";
    }

    static final class Converter implements ITypeConverter<Account> {
        @Override
        public Account convert(String value) {
            int colon = value.indexOf(':');
            if (colon < 1) {
                // Not repeated: what was given may be a password.
                throw new TypeConversionException("give name:password or name:@file");
            }
            String name = value.substring(0, colon);
            String rest = value.substring(colon + 1);
            return new Account(name, rest.startsWith("@") ? firstLine(Path.of(rest.substring(1))) : rest);
        }

        private static String firstLine(Path file) {
            try {
                return Files.readString(file).lines().findFirst().orElse("");
            } catch (IOException e) {
                throw new TypeConversionException("cannot read the password from " + file + " ("
                        + e.getClass().getSimpleName() + ")");
            }
        }
    }
}
