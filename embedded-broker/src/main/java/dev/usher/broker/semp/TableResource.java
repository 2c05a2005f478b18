package dev.usher.broker.semp;

import dev.usher.broker.core.ConfigTable;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** A collection right below the Message VPN whose objects have one name: ACL profiles, client profiles, usernames. */
final class TableResource<T> implements Resource {
    private final String vpnName;
    private final ObjectType type;
    private final List<Field<T>> fields;
    private final ConfigTable<T> table;
    private final Function<String, T> blank;

    TableResource(
            String vpnName,
            String definition,
            List<String> children,
            List<Field<T>> fields,
            ConfigTable<T> table,
            Function<String, T> blank) {
        this.vpnName = vpnName;
        this.fields = List.copyOf(fields);
        this.table = table;
        this.blank = blank;
        this.type = new ObjectType(definition, FieldMapping.withVpn(fields), children);
    }

    @Override
    public ObjectType type() {
        return type;
    }

    @Override
    public List<JsonObject> list(Keys parent) {
        return table.all().stream().map(this::json).toList();
    }

    @Override
    public JsonObject get(Keys keys) {
        return json(table.get(keys.last()));
    }

    @Override
    public void create(Keys parent, JsonObject full) {
        String name = full.getString(type.keys().get(0).name());
        table.create(changed(blank.apply(name), full));
    }

    @Override
    public void update(Keys keys, JsonObject changes) {
        table.update(keys.last(), object -> changed(object, changes));
    }

    @Override
    public boolean replaceable() {
        return true;
    }

    @Override
    public void delete(Keys keys) {
        table.delete(keys.last());
    }

    private JsonObject json(T object) {
        return FieldMapping.json(vpnName, fields, object);
    }

    private T changed(T object, JsonObject changes) {
        return FieldMapping.changed(fields, object, changes);
    }
}
