package dev.usher.broker.core;

/**
 * What clients of a profile may do of guaranteed messaging (SEMP v2 config, MsgVpnClientProfile). A change does not affect
 * who is connected.
 *
 * @param send allowGuaranteedMsgSendEnabled
 * @param receive allowGuaranteedMsgReceiveEnabled
 * @param createEndpoints allowGuaranteedEndpointCreateEnabled: make a queue, as the first QoS 1 subscription of an MQTT
 *     session does
 */
public record GuaranteedRights(boolean send, boolean receive, boolean createEndpoints) {

    public static final GuaranteedRights NONE = new GuaranteedRights(false, false, false);
    public static final GuaranteedRights ALL = new GuaranteedRights(true, true, true);

    public GuaranteedRights withSend(boolean allowed) {
        return new GuaranteedRights(allowed, receive, createEndpoints);
    }

    public GuaranteedRights withReceive(boolean allowed) {
        return new GuaranteedRights(send, allowed, createEndpoints);
    }

    public GuaranteedRights withCreateEndpoints(boolean allowed) {
        return new GuaranteedRights(send, receive, allowed);
    }
}
