package dev.usher.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints at the end of the run which sentence of the story held for which client, gateway and broker. */
final class Matrix implements TestWatcher {

    /** A sentence that says that the story is refused to these clients, with the way out, in the gateway and facts of its setting. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Refused {
        Browser[] value();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        tell(context, true);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        tell(context, false);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        tell(context, false);
    }

    private static void tell(ExtensionContext context, boolean held) {
        Table table = context.getRoot()
                .getStore(Namespace.create(Matrix.class))
                .computeIfAbsent(Table.class, key -> new Table(), Table.class);
        Setting setting = ((OnStage) context.getRequiredTestInstance()).setting();
        Method test = context.getRequiredTestMethod();
        Optional.ofNullable(test.getAnnotation(Refused.class))
                .ifPresentOrElse(
                        refused -> {
                            for (Browser browser : refused.value()) {
                                table.refused(new Setting(browser, setting.gateway(), setting.facts()), held);
                            }
                        },
                        () -> table.told(setting, sentence(test.getName()), held));
    }

    /** {@code herSeatIsClosed}: her seat is closed. */
    private static String sentence(String method) {
        return method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** What was told so far; printed when JUnit closes its store after the last test. */
    private static final class Table implements AutoCloseable {
        private static final String CELL = "%-20s";

        private final Map<Setting, Boolean> refusals = new ConcurrentHashMap<>();
        private final Map<String, Map<Setting, Boolean>> sentences = new TreeMap<>();

        synchronized void told(Setting setting, String sentence, boolean held) {
            sentences
                    .computeIfAbsent(sentence, key -> new ConcurrentHashMap<>())
                    .merge(setting, held, Boolean::logicalAnd);
        }

        synchronized void refused(Setting setting, boolean held) {
            refusals.merge(setting, held, Boolean::logicalAnd);
        }

        private boolean ran(Setting setting) {
            return refusals.containsKey(setting)
                    || sentences.values().stream().anyMatch(row -> row.containsKey(setting));
        }

        private String cell(Map<Setting, Boolean> row, Setting setting) {
            if (row.containsKey(setting)) {
                return row.get(setting) ? "passed" : "FAILED";
            }
            if (refusals.containsKey(setting)) {
                return refusals.get(setting) ? "refused as stated" : "NOT REFUSED";
            }
            return ran(setting) ? "not reachable" : "did not run";
        }

        @Override
        public synchronized void close() {
            int width =
                    sentences.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
            StringBuilder text = new StringBuilder("\nThe story, by client, gateway and broker\n");
            line(text, width, "", s -> s.browser().toString());
            line(text, width, "", s -> s.gateway().name().toLowerCase(Locale.ROOT));
            line(text, width, "", s -> s.facts().name().toLowerCase(Locale.ROOT));
            sentences.forEach((sentence, row) -> line(text, width, sentence, setting -> cell(row, setting)));
            System.out.println(text);
        }

        private static void line(StringBuilder text, int width, String head, Function<Setting, String> cell) {
            text.append(String.format("%-" + width + "s", head));
            Setting.all().forEach(setting -> text.append(String.format(CELL, cell.apply(setting))));
            text.append('\n');
        }
    }
}
