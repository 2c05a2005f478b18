package dev.usher.e2e.faults;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Scenarios that run beside each other, on a {@link Floor} that all classes share. */
@ExtendWith(FaultScenarios.Opening.class)
@Execution(ExecutionMode.CONCURRENT)
abstract class FaultScenarios {

    /** One in so many records cannot be mapped, wherever that is not what a scenario is about. */
    static final int BAD_EVERY = 25;

    static volatile Floor floor;

    /** Opens the floor before the first class; JUnit closes it after the last. */
    static final class Opening implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            floor = context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Floor.class))
                    .computeIfAbsent(Floor.class, type -> new Floor(), Floor.class);
        }
    }

    /** Whatever the scenario did, everything arrives in the end, and no promise was broken on the way. */
    static void thenAllIsWell(Desk desk, ChildBridge bridge) {
        desk.awaitAllThere();
        bridge.closeGracefully();
        desk.check();
    }
}
