package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Enforcement;
import dev.usher.entitlements.core.UserOnBroker;
import java.time.Duration;

/** Told what becomes of users, for metrics. Called on the event loop: counts and returns. */
public interface EnforcementObserver {
    /** A run has ended. */
    void ran(UserOnBroker target, Enforcement outcome, Duration took);

    /** A sweep of a broker has ended. */
    void swept(String broker, boolean succeeded);
}
