package dev.usher.entitlements.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key set in a file, read anew each time. */
final class JwksFile implements JwksSource {
    private final Vertx vertx;
    private final Path path;

    JwksFile(Vertx vertx, Path path) {
        this.vertx = vertx;
        this.path = path;
    }

    @Override
    public Future<String> load() {
        return vertx.executeBlocking(this::read, false);
    }

    private String read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException("the file is longer than " + MAX_BYTES + " bytes");
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
