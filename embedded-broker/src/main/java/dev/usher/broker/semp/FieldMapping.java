package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Between the core's records and JSON, by their fields. */
final class FieldMapping {
    private static final String VPN = "msgVpnName";

    private FieldMapping() {}

    static <T> List<Attribute> withVpn(List<Field<T>> fields) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.parent(VPN));
        fields.forEach(f -> attributes.add(f.attribute()));
        return attributes;
    }

    static <T> JsonObject json(String vpnName, List<Field<T>> fields, T object) {
        JsonObject json = new JsonObject().put(VPN, vpnName);
        for (Field<T> field : fields) {
            if (field.read() != null) {
                json.put(field.attribute().name(), field.read().apply(object));
            }
        }
        return json;
    }

    static <T> T changed(List<Field<T>> fields, T object, JsonObject changes) {
        T result = object;
        for (Field<T> field : fields) {
            Object value = changes.getValue(field.attribute().name());
            if (value != null && field.write() != null) {
                result = field.write().apply(result, value);
            }
        }
        return result;
    }
}
