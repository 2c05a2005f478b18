package dev.usher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document's fenced code blocks, each with the HTML comment in front of it, which readers do not see. */
record Guide(String text, List<Block> blocks) {
    static final Path ROOT = Path.of("..");
    private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");

    /**
     * A block.
     *
     * @param comment on the line before it; empty if there is none
     * @param language after the fence
     * @param line of the fence, from 1
     */
    record Block(String comment, String language, String text, int line) {
        /** What a comment of this kind says: {@code kind: this}. */
        Optional<String> said(String kind) {
            return comment.startsWith(kind + ": ")
                    ? Optional.of(comment.substring(kind.length() + 2))
                    : Optional.empty();
        }
    }

    static Guide read(String path) {
        String text = text(path);
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith("```")) {
                int fence = at;
                StringBuilder content = new StringBuilder();
                for (at++; !lines.get(at).equals("```"); at++) {
                    content.append(lines.get(at)).append('\n');
                }
                Matcher comment = COMMENT.matcher(fence == 0 ? "" : lines.get(fence - 1));
                blocks.add(new Block(
                        comment.matches() ? comment.group(1) : "",
                        lines.get(fence).substring(3),
                        content.toString(),
                        fence + 1));
            }
        }
        return new Guide(text, List.copyOf(blocks));
    }

    /** A file of the repository. */
    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part of a source file between {@code // tag::name[]} and {@code // end::name[]}, without its indentation. */
    static String region(String path, String name) {
        String text = text(path);
        String begin = "// tag::" + name + "[]\n";
        int from = text.indexOf(begin);
        int to = text.indexOf("// end::" + name + "[]");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(path + " has no region " + name);
        }
        return text.substring(from + begin.length(), text.lastIndexOf('\n', to)).stripIndent() + "\n";
    }
}
