package dev.usher.semp;

import java.util.List;

/** How a Message VPN is doing (SEMP v2 spec, monitor MsgVpn). */
public record MsgVpnStatus(String name, State state) {
    private static final String NAME = "msgVpnName";
    private static final String STATE = "state";

    static final SempType<MsgVpnStatus> TYPE = SempType.readOnly(
            SempApi.MONITOR,
            "MsgVpn",
            List.of(NAME, STATE),
            object -> new MsgVpnStatus(object.nonEmpty(NAME), object.oneOf(STATE, State.class)));

    /** {@code STANDBY} is the standby side of a replication pair. */
    public enum State implements SempValue {
        UP("up"),
        DOWN("down"),
        STANDBY("standby");

        private final String text;

        State(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }
}
