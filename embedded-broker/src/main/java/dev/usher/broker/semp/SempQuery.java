package dev.usher.broker.semp;

import dev.usher.broker.semp.SempPath.Api;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query parameters of one request, still undecoded where commas matter.
 *
 * @param raw parameter name to undecoded value
 */
record SempQuery(Map<String, String> raw) {
    static final int DEFAULT_COUNT = 10;
    static final int MAX_COUNT = 100;

    private static final Set<String> NOT_MODELLED = Set.of("opaquePassword", "forceFullPage");
    private static final Set<String> OF_LISTS = Set.of("count", "cursor", "where", "select", "forceFullPage");
    private static final Set<String> OF_OBJECTS = Set.of("select");

    SempQuery {
        raw = Map.copyOf(raw);
    }

    /**
     * The parameters a request may have (SEMP v2 spec 10.26, parameters of every operation).
     *
     * @param list whether the path names a collection
     */
    static Set<String> known(Api api, String method, boolean list) {
        boolean act = api == Api.ACTION && !method.equals("GET");
        if (act || method.equals("DELETE")) {
            return Set.of();
        }
        Set<String> known = new HashSet<>(list && method.equals("GET") ? OF_LISTS : OF_OBJECTS);
        if (api == Api.CONFIG) {
            known.add("opaquePassword");
        }
        return Set.copyOf(known);
    }

    /**
     * @param known the parameters the request may have
     * @throws SempRefusal INVALID_PARAMETER for an unknown or repeated parameter, NOT_SUPPORTED for one not modelled
     */
    static SempQuery parse(String rawQuery, Set<String> known) {
        Map<String, String> raw = new LinkedHashMap<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return new SempQuery(raw);
        }
        for (String pair : rawQuery.split("&", -1)) {
            int eq = pair.indexOf('=');
            String name = decode(eq < 0 ? pair : pair.substring(0, eq), "query");
            if (known.contains(name) && NOT_MODELLED.contains(name)) {
                throw SempRefusal.notSupported("Query parameter '" + name + "'");
            }
            if (eq < 0 || !known.contains(name) || raw.put(name, pair.substring(eq + 1)) != null) {
                throw SempRefusal.invalidParameter("Invalid query parameter '" + name + "'");
            }
        }
        return new SempQuery(raw);
    }

    /**
     * Objects per page, 1 to 100. Whether PubSub+ caps or refuses a greater count is not documented; refusing finds the
     * client that relies on either.
     */
    int count() {
        String text = raw.get("count");
        if (text == null) {
            return DEFAULT_COUNT;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= MAX_COUNT) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Answered like a number out of range.
        }
        throw SempRefusal.invalidParameter("count must be a number from 1 to " + MAX_COUNT);
    }

    Where where(ObjectType type) {
        return raw.containsKey("where") ? Where.parse(raw.get("where"), type) : Where.EVERYTHING;
    }

    Select select(ObjectType type) {
        return raw.containsKey("select") ? Select.parse(raw.get("select"), type) : Select.ALL;
    }

    /** Where the page before this one ended; empty for the first page. */
    Optional<Cursor> cursor() {
        return Optional.ofNullable(raw.get("cursor")).map(Cursor::parse);
    }

    /** @throws SempRefusal INVALID_PARAMETER when the escapes are broken */
    static String decode(String value, String parameter) {
        try {
            return PercentCodec.decode(value);
        } catch (IllegalArgumentException e) {
            throw SempRefusal.invalidParameter(parameter + ": " + e.getMessage());
        }
    }

    /**
     * A position in a collection ordered by key. Opaque to clients: Base64 of the sequence number of the page and the
     * last key seen, so that objects coming and going between pages never hide one that was there all along.
     */
    record Cursor(int page, String lastKey) {
        String text() {
            byte[] bytes = (page + "\n" + lastKey).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        static Cursor parse(String raw) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(SempQuery.decode(raw, "cursor"));
                String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
                return new Cursor(Integer.parseInt(parts[0]), parts[1]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw SempRefusal.invalidParameter("cursor is not valid");
            }
        }
    }
}
