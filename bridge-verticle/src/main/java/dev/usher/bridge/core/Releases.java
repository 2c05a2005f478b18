package dev.usher.bridge.core;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Who waits for partitions that nobody holds a record of any more. */
final class Releases {

    private record Release(Set<Custody> held, Promise<Void> done) {}

    private final List<Release> open = new ArrayList<>();

    Future<Void> add(Set<Custody> held) {
        Promise<Void> done = Promise.promise();
        open.add(new Release(held, done));
        return done.future();
    }

    void update() {
        if (open.isEmpty()) {
            return;
        }
        List<Release> done = new ArrayList<>();
        open.removeIf(release -> release.held().stream().allMatch(Custody::isEmpty) && done.add(release));
        done.forEach(release -> release.done().complete());
    }
}
