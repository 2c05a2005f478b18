package dev.usher.broker.core;

import static dev.usher.broker.fuzz.FuzzBroker.expect;

import dev.usher.broker.fuzz.FuzzInput;
import dev.usher.broker.fuzz.FuzzLoop;
import dev.usher.broker.fuzz.FuzzOutcome;
import dev.usher.broker.fuzz.FuzzRandom;
import dev.usher.broker.fuzz.FuzzSource;
import dev.usher.broker.fuzz.FuzzTarget;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Topic filters in both syntaxes: whatever the text is, it is read or refused; what was read matches what a matcher that
 * was written by the documents alone matches.
 */
public final class FilterFuzz implements FuzzTarget {

    /** Modes: the syntax of the first text. */
    private static final int SMF = 0;

    private static final String[] LEVELS = {
        "a",
        "b",
        "ab",
        "abc",
        "",
        "#P2P",
        "_P2P",
        "#P2Px",
        "$SYS",
        "$",
        "#share",
        ">",
        "*",
        "a*",
        "+",
        "a+",
        "#",
        "\u0003",
        "\u20ac",
        "\ud83d\ude00",
        "a b",
        "*a",
        "**",
        ">>",
        "a>",
        "+a",
        "\u0001",
        "\r",
        "\uffff"
    };

    /** Filters and topics of tests and documents. */
    private static final List<String> SEEN = List.of(
            "a/b/c",
            "a/*",
            "a/>",
            ">",
            "*",
            "a*/b",
            "a/+/c",
            "a/#",
            "#",
            "+/+",
            "$SYS/client/client-name",
            "a/\u0003",
            "#P2P/v:router/client/>",
            "#LOG/INFO/CLIENT/router/CLIENT_CLIENT_CONNECT/vpn/name",
            "_P2P/v:router/client/#");

    @Override
    public String name() {
        return "filter";
    }

    @Override
    public void begin(FuzzLoop loop) {
        // Nothing outlives an input.
    }

    /** Two filters and a topic, a line each. */
    @Override
    public FuzzInput input(FuzzRandom random, FuzzSource source) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lines.add(source == FuzzSource.GRAMMAR ? made(random) : damaged(random, random.pick(SEEN)));
        }
        return new FuzzInput(random.below(2), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static String made(FuzzRandom random) {
        int count = random.chance(95) ? random.between(1, 4) : random.between(120, 130);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : "/").append(count > 4 ? "a" : random.pick(LEVELS));
        }
        return text.toString();
    }

    private static String damaged(FuzzRandom random, String text) {
        StringBuilder out = new StringBuilder(text);
        int times = random.below(4);
        for (int i = 0; i < times; i++) {
            int at = random.below(out.length() + 1);
            switch (random.below(4)) {
                case 0 -> out.insert(at, random.pick("/", "*", ">", "+", "#", "\u0003", "\u0000", "a", "\ud83d\ude00"));
                case 1 -> out.delete(at, Math.min(out.length(), at + 1));
                case 2 -> out.insert(at, out.substring(0, at));
                default -> out.setLength(at);
            }
        }
        return out.toString();
    }

    @Override
    public Future<FuzzOutcome> run(FuzzInput input) {
        String[] lines = Arrays.copyOf(new String(input.data(), StandardCharsets.UTF_8).split("\n", 3), 3);
        String topic = lines[2] == null ? "" : lines[2];
        boolean smf = input.mode() == SMF;
        Optional<Filter> first = parsed(lines[0], smf);
        Optional<Filter> second = parsed(lines[1] == null ? "" : lines[1], !smf);
        if (first.isEmpty()) {
            return Future.succeededFuture(FuzzOutcome.REFUSED);
        }
        agree(first.get(), lines[0], smf, topic);
        if (second.isPresent()) {
            agree(second.get(), lines[1], !smf, topic);
            related(first.get(), second.get(), topic);
            related(second.get(), first.get(), topic);
        }
        return Future.succeededFuture(FuzzOutcome.ANSWERED);
    }

    private static Optional<Filter> parsed(String text, boolean smf) {
        try {
            return Optional.of(smf ? Filter.smf(text) : Filter.mqtt(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void agree(Filter filter, String text, boolean smf, String topic) {
        if (Filter.publishable(topic)) {
            expect(
                    filter.matches(topic) == NaiveMatcher.matches(text, smf, topic),
                    "'" + text + "' and '" + topic + "': " + filter.matches(topic) + " differs");
        }
        if (smf) {
            expect(Filter.smf(filter.smfText()).equals(filter), "'" + text + "' is spelled " + filter.smfText());
        } else {
            expect(Filter.mqtt(filter.mqttText()).equals(filter), "'" + text + "' is spelled " + filter.mqttText());
        }
    }

    private static void related(Filter one, Filter other, String topic) {
        if (!Filter.publishable(topic)) {
            return;
        }
        boolean both = one.matches(topic) && other.matches(topic);
        expect(!both || one.overlaps(other), one + " and " + other + " both match '" + topic + "' and do not overlap");
        expect(
                !(one.covers(other) && other.matches(topic)) || one.matches(topic),
                one + " covers " + other + " and does not match '" + topic + "'");
    }
}
