package dev.usher.broker.semp;

import dev.usher.broker.core.ConfigTable;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A collection right below the Message VPN whose objects have one name: ACL profiles, client profiles, usernames. */
final class TableResource<T> implements Resource {
    private final String vpnName;
    private final ObjectType type;
    private final List<Field<T>> fields;
    private final ConfigTable<T> table;
    private final Function<String, T> blank;
    private final NotedAttributes noted;

    /**
     * @param fields of the core's record, and those with one value
     * @param noted further attributes, which nothing acts on
     */
    TableResource(
            String vpnName,
            String definition,
            List<String> children,
            List<Field<T>> fields,
            NotedAttributes noted,
            ConfigTable<T> table,
            Function<String, T> blank) {
        this.vpnName = vpnName;
        this.fields = List.copyOf(fields);
        this.noted = noted;
        this.table = table;
        this.blank = blank;
        List<Attribute> attributes = new ArrayList<>(FieldMapping.withVpn(fields));
        attributes.addAll(noted.attributes());
        this.type = new ObjectType(definition, attributes, children);
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
        noted.keep(full, table.notes(), name);
    }

    @Override
    public void update(Keys keys, JsonObject changes) {
        table.update(keys.last(), object -> changed(object, changes));
        noted.keep(changes, table.notes(), keys.last());
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
        JsonObject json = FieldMapping.json(vpnName, fields, object);
        return noted.show(json, table.notes(), json.getString(type.keys().get(0).name()));
    }

    private T changed(T object, JsonObject changes) {
        return FieldMapping.changed(fields, object, changes);
    }
}
