package dev.usher.broker.semp;

import dev.usher.broker.switches.BrokerSwitches;
import java.util.List;

/** The second half of an MQTT session's key. This broker is no redundant pair: all its sessions are of {@link #PRIMARY}. */
final class VirtualRouters {
    static final String PRIMARY = "primary";
    static final String AUTO = "auto";
    static final List<String> ALL = List.of(PRIMARY, "backup", AUTO);

    private VirtualRouters() {}

    /** @throws SempRefusal NOT_FOUND when the router given in a path has no sessions */
    static void requireInPath(Keys keys, int at, BrokerSwitches switches) {
        String router = keys.get(at);
        if (!router.equals(PRIMARY) && !(router.equals(AUTO) && switches.autoRouterInPath())) {
            throw SempRefusal.notFound("mqttSession " + keys.get(at - 1) + "," + router);
        }
    }

    /**
     * What a new session gets: {@code auto} is resolved when it is created (SEMP v2 spec, mqttSessionVirtualRouter).
     *
     * @throws SempRefusal NOT_SUPPORTED for the backup router
     */
    static String resolved(String asked) {
        if (!asked.equals(PRIMARY) && !asked.equals(AUTO)) {
            throw SempRefusal.notSupported("the virtual router '" + asked + "'");
        }
        return PRIMARY;
    }
}
