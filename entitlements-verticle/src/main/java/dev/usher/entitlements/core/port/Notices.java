package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Notice;
import io.vertx.core.Future;

/** Tells clients of seats what becomes of them. Best effort: a notice is never evidence and its loss never an error. */
public interface Notices {
    /** Completes once sent or given up; never fails. */
    Future<Void> publish(Notice notice);
}
