package dev.usher.app.map;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Finds the records in files: one JSON array, JSON values one after the other, or a file that is one record, even a broken one. */
final class SampleFiles {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final SampleReader reader;
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    SampleFiles(SampleReader reader) {
        this.reader = reader;
    }

    /**
     * Reads files, and of folders each file in the order of their names.
     *
     * @throws SamplesException naming every problem there is
     */
    List<Sample> read(List<Path> paths) {
        for (Path path : paths) {
            try {
                for (Path file : files(path)) {
                    add(file, Files.readAllBytes(file));
                }
            } catch (NoSuchFileException e) {
                problems.add(path + ": does not exist");
            } catch (IOException e) {
                problems.add(path + ": cannot be read (" + e.getClass().getSimpleName() + ")");
            }
        }
        if (samples.isEmpty() && problems.isEmpty()) {
            problems.add("there is no record in " + paths);
        }
        if (!problems.isEmpty()) {
            throw new SamplesException(problems);
        }
        return samples;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void add(Path file, byte[] content) {
        List<byte[]> records = split(content);
        for (int i = 0; i < records.size(); i++) {
            String name = records.size() == 1 ? String.valueOf(file.getFileName()) : file.getFileName() + "#" + (i + 1);
            try {
                samples.add(reader.read(name, samples.size(), records.get(i)));
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        }
    }

    static List<byte[]> split(byte[] content) {
        byte[] text = startsWith(content, BYTE_ORDER_MARK) ? Arrays.copyOfRange(content, 3, content.length) : content;
        return JsonSlices.elements(text).or(() -> JsonSlices.values(text)).orElseGet(() -> {
            List<byte[]> lines = lines(text);
            // A broken record among others has a line of its own; otherwise the whole file is one.
            return lines.stream().anyMatch(SampleFiles::isWhole) ? lines : List.of(text);
        });
    }

    private static boolean isWhole(byte[] line) {
        return line[0] == '{' && JsonSlices.fields(line).isPresent();
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int i = 0; i <= text.length; i++) {
            if (i < text.length && text[i] != '\n') {
                line.write(text[i]);
                continue;
            }
            byte[] bytes = line.toByteArray();
            line.reset();
            int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
            if (!isBlank(bytes, end)) {
                lines.add(Arrays.copyOf(bytes, end));
            }
        }
        return lines;
    }

    private static boolean isBlank(byte[] bytes, int end) {
        for (int i = 0; i < end; i++) {
            if (!JsonSlices.isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
