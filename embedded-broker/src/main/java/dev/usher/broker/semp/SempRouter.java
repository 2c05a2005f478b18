package dev.usher.broker.semp;

import dev.usher.broker.core.ConfigRefusal;
import dev.usher.broker.semp.SempPath.Api;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * From a request to an answer: finds the resource a path names, checks the request against its type, and wraps what it
 * gives. One instance is used from one thread at a time.
 */
final class SempRouter {
    private final Map<String, Resource> resources;
    private final Map<String, Consumer<Keys>> actions;
    private final About about;
    private final String vpnName;
    private final SempBehaviour behaviour;

    /**
     * @param resources by API and collection names, e.g. {@code config/msgVpns/aclProfiles}
     * @param actions by collection names and verb, e.g. {@code msgVpns/clients/disconnect}
     */
    SempRouter(
            Map<String, Resource> resources,
            Map<String, Consumer<Keys>> actions,
            String vpnName,
            SempBehaviour behaviour) {
        this.resources = Map.copyOf(resources);
        this.actions = Map.copyOf(actions);
        this.about = new About(vpnName);
        this.vpnName = vpnName;
        this.behaviour = behaviour;
    }

    /** Never throws: every failure is an answer. */
    SempAnswer answer(SempRequest request) {
        try {
            return route(request);
        } catch (SempRefusal e) {
            return refused(request, e.code(), e.getMessage());
        } catch (ConfigRefusal e) {
            return refused(request, e.code().number(), e.getMessage());
        } catch (IllegalArgumentException e) {
            // The core's records refuse values that the attribute's own limits let through.
            return refused(request, SempCode.INVALID_PARAMETER.number(), e.getMessage());
        }
    }

    private SempAnswer refused(SempRequest request, int code, String description) {
        int status = code == SempCode.NOT_FOUND.number() ? behaviour.notFoundStatus() : 400;
        return SempAnswer.refused(request, status, code, description);
    }

    private SempAnswer route(SempRequest request) {
        SempPath path = SempPath.parse(request.rawPath());
        List<List<String>> segments = path.segments();
        if (request.user().readOnly() && !request.method().equals("GET")) {
            throw new SempRefusal(
                    SempCode.UNAUTHORIZED, "Command prohibited due to Authorization Access Level: " + request.method());
        }
        boolean collection = about.isBelow(segments) ? about.isMsgVpns(segments) : segments.size() % 2 == 1;
        SempQuery query =
                SempQuery.parse(request.rawQuery(), SempQuery.known(path.api(), request.method(), collection));
        Optional<About.Found> singleton = about.find(segments, request.user());
        if (singleton.isPresent()) {
            requireMethod(request, "GET");
            Select select = query.select(singleton.get().type());
            return SempAnswer.object(
                    request,
                    select.apply(singleton.get().data()),
                    links(request, request.rawPath(), singleton.get().type().children()));
        }
        if (about.isMsgVpns(segments)) {
            requireMethod(request, "GET");
            return list(request, query, about.msgVpns(request.user()), new Keys(List.of()));
        }
        if (about.isBelow(segments)) {
            throw Unmodelled.contains(path.api(), About.join(segments))
                    ? SempRefusal.notSupported("'" + About.join(segments) + "'")
                    : SempRefusal.invalidPath("Invalid path");
        }
        String names = names(segments);
        Keys keys = keys(segments);
        if (names.startsWith("msgVpns")
                && !keys.values().isEmpty()
                && !keys.get(0).equals(vpnName)) {
            throw SempRefusal.notFound("msgVpn " + keys.get(0));
        }
        if (path.api() == Api.ACTION && collection && actions.containsKey(names)) {
            requireMethod(request, "PUT");
            request.json();
            actions.get(names).accept(keys);
            return SempAnswer.done(request);
        }
        Resource resource = resources.get(path.api().text() + "/" + names);
        if (resource == null) {
            throw Unmodelled.contains(path.api(), names)
                    ? SempRefusal.notSupported("'" + names + "'")
                    : SempRefusal.invalidPath("Invalid path");
        }
        long expected = resource.type().attributes().stream()
                .filter(a -> collection ? a.role() == Attribute.Role.PARENT : a.identifying())
                .count();
        if (keys.values().size() != expected) {
            throw SempRefusal.invalidPath("Invalid path: wrong number of identifying values");
        }
        if (path.api() != Api.CONFIG) {
            requireMethod(request, "GET");
        }
        return collection ? onCollection(request, query, resource, keys) : onObject(request, query, resource, keys);
    }

    private SempAnswer onCollection(SempRequest request, SempQuery query, Resource resource, Keys parent) {
        return switch (request.method()) {
            case "GET" -> list(request, query, resource, parent);
            case "POST" -> create(request, query, resource, parent);
            default -> throw SempRefusal.notSupported(request.method() + " on a collection");
        };
    }

    private static SempAnswer create(SempRequest request, SempQuery query, Resource resource, Keys parent) {
        Select select = query.select(resource.type());
        JsonObject body = checkedBody(request, resource.type(), parent);
        resource.type().checkKeysPresent(body);
        resource.create(parent, resource.type().defaults().mergeIn(body));
        List<String> own = resource.keysOf(body);
        return object(request, resource, parent.plus(own), select, objectPath(request.rawPath(), own));
    }

    private SempAnswer onObject(SempRequest request, SempQuery query, Resource resource, Keys keys) {
        Select select = query.select(resource.type());
        Keys stored = keys;
        switch (request.method()) {
            case "GET" -> {
                // Nothing to change before it is read below.
            }
            case "PATCH" -> {
                resource.get(keys);
                resource.update(keys, checkedBody(request, resource.type(), keys));
            }
            case "PUT" -> stored = put(resource, keys, checkedBody(request, resource.type(), keys));
            case "DELETE" -> {
                resource.delete(keys);
                return SempAnswer.done(request);
            }
            default -> throw SempRefusal.notSupported(request.method() + " on an object");
        }
        return object(request, resource, stored, select, request.rawPath());
    }

    /**
     * Creates or replaces; a replacement without a write-only attribute keeps it (SEMP v2 spec 2.30, PUT).
     *
     * @return the keys the object has now
     */
    private static Keys put(Resource resource, Keys keys, JsonObject body) {
        ObjectType type = resource.type();
        if (!resource.replaceable()) {
            throw SempRefusal.notSupported("PUT on " + type.definition());
        }
        int parents = keys.values().size() - type.keys().size();
        Keys parent = new Keys(keys.values().subList(0, parents));
        JsonObject full = type.defaults().mergeIn(body);
        boolean exists;
        try {
            resource.get(keys);
            exists = true;
        } catch (SempRefusal | ConfigRefusal e) {
            exists = false;
        }
        if (exists) {
            type.attributes().stream()
                    .filter(a -> a.role() == Attribute.Role.WRITE_ONLY && !body.containsKey(a.name()))
                    .forEach(a -> full.remove(a.name()));
            resource.update(keys, full);
            return keys;
        }
        for (int i = 0; i < type.keys().size(); i++) {
            type.keys().get(i).check(keys.get(parents + i));
            full.put(type.keys().get(i).name(), keys.get(parents + i));
        }
        resource.create(parent, full);
        return parent.plus(resource.keysOf(full));
    }

    private SempAnswer list(SempRequest request, SempQuery query, Resource resource, Keys parent) {
        Select select = query.select(resource.type());
        Page page = Page.of(
                resource.rows(parent),
                resource.type(),
                query,
                request.waited() ? SempBehaviour.Paging.SHORT : behaviour.paging());
        List<JsonObject> data = new ArrayList<>();
        List<JsonObject> links = new ArrayList<>();
        List<JsonObject> collections = new ArrayList<>();
        for (JsonObject object : page.objects()) {
            List<String> own = resource.type().keys().stream()
                    .map(a -> object.getString(a.name()))
                    .toList();
            data.add(select.apply(resource.type().readable(object)));
            links.add(links(
                    request, objectPath(request.rawPath(), own), resource.type().children()));
            collections.add(collections(resource, parent.plus(own)));
        }
        String cursor = page.next().map(SempQuery.Cursor::text).orElse(null);
        SempAnswer answer =
                SempAnswer.list(request, data, links, cursor, cursor == null ? null : nextQuery(query, cursor));
        return collections.stream().allMatch(JsonObject::isEmpty)
                ? answer
                : answer.withCollections(new JsonArray(collections));
    }

    /** How many objects are below one, for the monitor API (SEMP v2 spec, monitor, e.g. MsgVpnQueueCollections). */
    private static JsonObject collections(Resource resource, Keys keys) {
        JsonObject json = new JsonObject();
        resource.counts(keys).forEach((name, count) -> json.put(name, new JsonObject().put("count", count)));
        return json;
    }

    private static String nextQuery(SempQuery query, String cursor) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("count", String.valueOf(query.count()));
        parameters.put("cursor", PercentCodec.encode(cursor));
        for (String name : List.of("where", "select")) {
            if (query.raw().containsKey(name)) {
                parameters.put(name, query.raw().get(name));
            }
        }
        return parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("&"));
    }

    private static SempAnswer object(
            SempRequest request, Resource resource, Keys keys, Select select, String objectPath) {
        JsonObject data = select.apply(resource.type().readable(resource.get(keys)));
        SempAnswer answer = SempAnswer.object(
                request, data, links(request, objectPath, resource.type().children()));
        JsonObject collections = collections(resource, keys);
        return collections.isEmpty() ? answer : answer.withCollections(collections);
    }

    private static JsonObject checkedBody(SempRequest request, ObjectType type, Keys keys) {
        JsonObject body = request.json();
        Map<String, String> fixed = new HashMap<>();
        List<Attribute> identifying =
                type.attributes().stream().filter(Attribute::identifying).toList();
        for (int i = 0; i < keys.values().size(); i++) {
            fixed.put(identifying.get(i).name(), keys.get(i));
        }
        type.check(body, fixed);
        return body;
    }

    private static JsonObject links(SempRequest request, String objectPath, List<String> children) {
        JsonObject links = new JsonObject();
        String uri = request.origin() + objectPath;
        children.forEach(child -> links.put(child + "Uri", uri + "/" + child));
        return links.put("uri", uri);
    }

    private static String objectPath(String collectionPath, List<String> keys) {
        return collectionPath + "/" + keys.stream().map(PercentCodec::encode).collect(Collectors.joining(","));
    }

    private static void requireMethod(SempRequest request, String method) {
        if (!request.method().equals(method)) {
            throw SempRefusal.notSupported(request.method() + " here");
        }
    }

    private static String names(List<List<String>> segments) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < segments.size(); i += 2) {
            if (segments.get(i).size() != 1) {
                throw SempRefusal.invalidPath("Invalid path");
            }
            names.add(segments.get(i).get(0));
        }
        return String.join("/", names);
    }

    private static Keys keys(List<List<String>> segments) {
        List<String> keys = new ArrayList<>();
        for (int i = 1; i < segments.size(); i += 2) {
            keys.addAll(segments.get(i));
        }
        return new Keys(keys);
    }
}
