package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What kind of object a SEMP collection holds.
 *
 * @param definition its name in the specification, e.g. {@code MsgVpnAclProfile}
 * @param attributes every attribute this broker models; a subset of the specification's
 * @param children the collections below one object, for {@code links}
 * @param omissions the specification's other attributes, where this broker says why it has not got them
 */
record ObjectType(String definition, List<Attribute> attributes, List<String> children, Omissions omissions) {
    ObjectType {
        attributes = List.copyOf(attributes);
        children = List.copyOf(children);
    }

    ObjectType(String definition, List<Attribute> attributes) {
        this(definition, attributes, List.of());
    }

    ObjectType(String definition, List<Attribute> attributes, List<String> children) {
        this(definition, attributes, children, Omissions.NONE);
    }

    /** A copy that says which attributes it leaves out. */
    ObjectType without(Omissions left) {
        return new ObjectType(definition, attributes, children, left);
    }

    Optional<Attribute> attribute(String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    List<Attribute> keys() {
        return attributes.stream().filter(a -> a.role() == Attribute.Role.KEY).toList();
    }

    /** @throws SempRefusal INVALID_PARAMETER when there is none of that name, NOT_SUPPORTED for one that is left out */
    Attribute require(String name) {
        return attribute(name).orElseThrow(() -> {
            Optional<String> reason = omissions.reason(name);
            if (reason.isPresent()) {
                return SempRefusal.notSupported(
                        "Attribute '" + name + "' of " + definition + " (" + reason.get() + ")");
            }
            boolean inside = name.indexOf('.') > 0
                    && attribute(name.substring(0, name.indexOf('.')))
                            .filter(a -> a.kind() == Attribute.Kind.OBJECT)
                            .isPresent();
            return inside
                    ? SempRefusal.notSupported("Attribute '" + name + "' alone")
                    : SempRefusal.invalidParameter("'" + name + "' is not a valid attribute of " + definition);
        });
    }

    /**
     * Checks a request body.
     *
     * @param fixed identifying attributes the path already gives; the body may repeat but not contradict them
     * @throws SempRefusal INVALID_PARAMETER for an unknown, read-only, contradicting or ill-typed attribute,
     *     MISSING_PARAMETER for one without another that it requires
     */
    void check(JsonObject body, Map<String, String> fixed) {
        for (Map.Entry<String, Object> entry : body) {
            Attribute attribute = require(entry.getKey());
            if (attribute.role() == Attribute.Role.READ_ONLY) {
                throw SempRefusal.invalidParameter("Attribute '" + attribute.name() + "' is read-only");
            }
            attribute.check(entry.getValue());
            String expected = fixed.get(attribute.name());
            if (expected != null && !expected.equals(entry.getValue())) {
                throw SempRefusal.invalidParameter(
                        "Attribute '" + attribute.name() + "' in the body does not match the path");
            }
        }
        body.fieldNames().forEach(name -> checkCompanions(require(name), body));
    }

    /**
     * Attributes that are set together or not at all (SEMP v2 spec, x-requires). One that no answer has is not demanded: an
     * object could not be written as it was read.
     */
    private void checkCompanions(Attribute attribute, JsonObject body) {
        for (String other : attribute.requires()) {
            if (!body.containsKey(other)
                    && attribute(other).filter(Attribute::readable).isPresent()) {
                throw new SempRefusal(
                        SempCode.MISSING_PARAMETER,
                        "Attribute '" + other + "' is required together with '" + attribute.name() + "'");
            }
        }
    }

    /** @throws SempRefusal MISSING_PARAMETER when the body of a POST lacks an identifying attribute */
    void checkKeysPresent(JsonObject body) {
        for (Attribute key : keys()) {
            if (!body.containsKey(key.name())) {
                throw new SempRefusal(
                        SempCode.MISSING_PARAMETER, "Attribute '" + key.name() + "' is required to create the object");
            }
        }
    }

    /** The defaults of everything a creation may leave out. */
    JsonObject defaults() {
        JsonObject json = new JsonObject();
        for (Attribute attribute : attributes) {
            if (attribute.defaultValue() != null) {
                json.put(attribute.name(), attribute.defaultValue());
            }
        }
        return json;
    }

    /** A copy without the write-only attributes, in the order of the specification (alphabetical). */
    JsonObject readable(JsonObject full) {
        JsonObject json = new JsonObject();
        attributes.stream()
                .filter(a -> a.readable() && full.containsKey(a.name()))
                .map(Attribute::name)
                .sorted()
                .forEach(name -> json.put(name, full.getValue(name)));
        return json;
    }
}
