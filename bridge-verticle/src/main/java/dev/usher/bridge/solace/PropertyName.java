package dev.usher.bridge.solace;

import java.nio.charset.StandardCharsets;

/** The name of a user property, and the UTF-8 of it. */
final class PropertyName {

    private final String text;
    private final byte[] utf8;

    PropertyName(String text) {
        this.text = text;
        this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    }

    String text() {
        return text;
    }

    byte[] utf8() {
        return utf8;
    }
}
