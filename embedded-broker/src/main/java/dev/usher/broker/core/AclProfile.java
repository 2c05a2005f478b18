package dev.usher.broker.core;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An ACL profile: four controls, each a default action plus exceptions that get the opposite action
 * (SEMP v2 config, MsgVpnAclProfile). Immutable; change it through {@link VpnState#aclProfiles()}.
 *
 * @param connectExceptions CIDR notation, for example {@code 10.0.0.0/8}
 */
public record AclProfile(
        String name,
        Action connect,
        Action publish,
        Action subscribe,
        Action shareName,
        List<String> connectExceptions,
        Map<Kind, List<AclExemption>> exceptions) {

    /** The three lists of exceptions that hold topics or share names. */
    public enum Kind {
        PUBLISH,
        SUBSCRIBE,
        SHARE_NAME
    }

    public AclProfile {
        if (name.isEmpty() || name.length() > 32) {
            throw new IllegalArgumentException("aclProfileName must have 1 to 32 characters");
        }
        connectExceptions = List.copyOf(connectExceptions);
        exceptions = Map.of(
                Kind.PUBLISH, List.copyOf(exceptions.getOrDefault(Kind.PUBLISH, List.of())),
                Kind.SUBSCRIBE, List.copyOf(exceptions.getOrDefault(Kind.SUBSCRIBE, List.of())),
                Kind.SHARE_NAME, List.copyOf(exceptions.getOrDefault(Kind.SHARE_NAME, List.of())));
    }

    /** What an API-created profile starts as: everything but share names is disallowed (SEMP v2 config, defaults). */
    public static AclProfile created(String name) {
        return new AclProfile(
                name, Action.DISALLOW, Action.DISALLOW, Action.DISALLOW, Action.ALLOW, List.of(), Map.of());
    }

    /** Like the built-in {@code default} profile. */
    public static AclProfile allowAll(String name) {
        return new AclProfile(name, Action.ALLOW, Action.ALLOW, Action.ALLOW, Action.ALLOW, List.of(), Map.of());
    }

    public List<AclExemption> exceptions(Kind kind) {
        return exceptions.get(kind);
    }

    public AclProfile withConnect(Action action) {
        return new AclProfile(name, action, publish, subscribe, shareName, connectExceptions, exceptions);
    }

    public AclProfile withPublish(Action action) {
        return new AclProfile(name, connect, action, subscribe, shareName, connectExceptions, exceptions);
    }

    public AclProfile withSubscribe(Action action) {
        return new AclProfile(name, connect, publish, action, shareName, connectExceptions, exceptions);
    }

    public AclProfile withShareName(Action action) {
        return new AclProfile(name, connect, publish, subscribe, action, connectExceptions, exceptions);
    }

    public AclProfile withConnectExceptions(List<String> cidrs) {
        return new AclProfile(name, connect, publish, subscribe, shareName, cidrs, exceptions);
    }

    /** Replaces one list of exceptions. */
    public AclProfile withExceptions(Kind kind, List<AclExemption> list) {
        Map<Kind, List<AclExemption>> all = new EnumMap<>(exceptions);
        all.put(kind, list);
        return new AclProfile(name, connect, publish, subscribe, shareName, connectExceptions, all);
    }

    /** Adds one exception, without looking whether it is there already. */
    public AclProfile plus(Kind kind, AclExemption exception) {
        List<AclExemption> list = new ArrayList<>(exceptions(kind));
        list.add(exception);
        return withExceptions(kind, list);
    }

    /** Removes one exception if it is there. */
    public AclProfile minus(Kind kind, AclExemption exception) {
        List<AclExemption> list = new ArrayList<>(exceptions(kind));
        list.remove(exception);
        return withExceptions(kind, list);
    }
}
