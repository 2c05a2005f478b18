package dev.usher.e2e.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Processes started ahead, so that the next is there when one is killed. */
final class Successors implements AutoCloseable {

    private final Floor floor;
    private final Deque<ChildBridge> waiting = new ArrayDeque<>();
    private final List<ChildBridge> all = new ArrayList<>();

    Successors(Floor floor, int ahead) {
        this.floor = floor;
        for (int i = 0; i < ahead; i++) {
            startOne();
        }
    }

    private void startOne() {
        ChildBridge child = floor.child();
        waiting.add(child);
        all.add(child);
    }

    ChildBridge next() {
        startOne();
        return waiting.remove();
    }

    @Override
    public void close() {
        all.forEach(ChildBridge::close);
    }
}
