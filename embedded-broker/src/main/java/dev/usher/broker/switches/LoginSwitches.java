package dev.usher.broker.switches;

import dev.usher.broker.switches.BrokerSwitches.SameName;

/** Who may connect, and under which name. */
public sealed interface LoginSwitches permits BrokerSwitches {

    Switch<SameName> SAME_NAME = Switch.of("sameName", SameName.TAKE_OVER, SameName.TAKE_OVER);

    /** A login under a client name (MQTT: client id) that is connected already. */
    default SameName sameName() {
        return get(SAME_NAME);
    }

    default BrokerSwitches sameName(SameName value) {
        return with(SAME_NAME, value);
    }

    Switch<Boolean> TAKE_OVER_ACROSS_USERNAMES = Switch.of("takeOverAcrossUsernames", true, true);

    /** Such a login may come from another client username. */
    default boolean takeOverAcrossUsernames() {
        return get(TAKE_OVER_ACROSS_USERNAMES);
    }

    default BrokerSwitches takeOverAcrossUsernames(boolean value) {
        return with(TAKE_OVER_ACROSS_USERNAMES, value);
    }

    /** The value of a switch. */
    <T> T get(Switch<T> key);

    /** A copy with another value. */
    <T> BrokerSwitches with(Switch<T> key, T value);
}
