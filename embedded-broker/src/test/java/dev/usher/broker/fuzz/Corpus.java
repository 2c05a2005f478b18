package dev.usher.broker.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** What real clients sent: sessions, each the frames, packets or requests of one connection in order. */
public final class Corpus {

    private final List<List<byte[]>> sessions;

    private Corpus(List<List<byte[]>> sessions) {
        this.sessions = sessions;
    }

    /** Reads a resource beside this class: a line of hex each; {@code ==} begins a session, {@code #} a comment. */
    public static Corpus hex(String resource) {
        return read(resource, line -> HexFormat.of().parseHex(line));
    }

    /** The same with lines of text. */
    public static Corpus text(String resource) {
        return read(resource, line -> line.getBytes(StandardCharsets.UTF_8));
    }

    private static Corpus read(String resource, Function<String, byte[]> parse) {
        List<List<byte[]>> sessions = new ArrayList<>();
        try (InputStream in = Corpus.class.getResourceAsStream(resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("==")) {
                    sessions.add(new ArrayList<>());
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    sessions.get(sessions.size() - 1).add(parse.apply(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Corpus(sessions);
    }

    public List<List<byte[]>> sessions() {
        return sessions;
    }

    /** Some consecutive pieces of one session. */
    public List<byte[]> excerpt(FuzzRandom random, int most) {
        List<byte[]> session = random.pick(sessions);
        int from = random.below(session.size());
        int to = Math.min(session.size(), from + random.between(1, most));
        return new ArrayList<>(session.subList(from, to));
    }

    public byte[] any(FuzzRandom random) {
        return random.pick(random.pick(sessions));
    }
}
