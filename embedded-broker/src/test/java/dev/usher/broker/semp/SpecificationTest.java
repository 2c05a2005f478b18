package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.BrokerSwitches;
import dev.usher.broker.core.VpnState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Everything this broker serves exists in the official SEMP v2 specifications, with the same type, values and default,
 * and is not private. The specifications ({@code config.json}, {@code monitor.json}, {@code action.json}) may not be
 * redistributed: name their folder with {@code -Dsemp.spec.dir=…} or {@code USHER_SEMP_SPEC_DIR}.
 */
class SpecificationTest {
    private static final Map<String, JsonObject> SPECS = new HashMap<>();
    private static final BrokerCore CORE = new BrokerCore(
            new VpnState("default", BrokerSwitches.defaults()), BrokerSwitches.defaults(), Clock.systemUTC());

    @BeforeAll
    static void readSpecifications() throws IOException {
        String folder = System.getProperty("semp.spec.dir", System.getenv("USHER_SEMP_SPEC_DIR"));
        boolean there = folder != null && Files.isReadable(Path.of(folder, "config.json"));
        if (!there) {
            System.err.println("SKIPPED SpecificationTest: no SEMP v2 specifications; set -Dsemp.spec.dir");
        }
        assumeTrue(there, "no SEMP v2 specifications: set -Dsemp.spec.dir or USHER_SEMP_SPEC_DIR to their folder");
        for (String api : List.of("config", "monitor", "action")) {
            SPECS.put(api, new JsonObject(Files.readString(Path.of(folder, api + ".json"))));
        }
    }

    private static Map<String, Resource> resources(String api) {
        return api.equals("config")
                ? new ConfigResources(CORE).all()
                : new MonitorResources(CORE, new SempBehaviour()).all();
    }

    @Test
    void everyAttributeIsPublicAndOfTheSameTypeAndDefault() {
        List<String> problems = new ArrayList<>();
        for (String api : List.of("config", "monitor")) {
            resources(api)
                    .values()
                    .forEach(r -> r.type()
                            .attributes()
                            .forEach(a -> problem(api, r.type(), a)
                                    .forEach(p -> problems.add(
                                            api + " " + r.type().definition() + "." + a.name() + ": " + p))));
        }
        // Configured objects are served by the monitor API as well.
        resources("config").values().stream()
                .filter(r -> !r.type().definition().equals("MsgVpn"))
                .forEach(r -> r.type().attributes().stream()
                        .filter(Attribute::readable)
                        .filter(a -> propertyOf("monitor", r.type(), a) == null)
                        .forEach(a -> problems.add("monitor " + r.type().definition() + "." + a.name() + ": unknown")));
        assertThat(problems).isEmpty();
    }

    private static List<String> problem(String api, ObjectType type, Attribute attribute) {
        JsonObject property = propertyOf(api, type, attribute);
        if (property == null) {
            return List.of("not in the specification");
        }
        List<String> problems = new ArrayList<>();
        if (property.getString("description", "").contains("(private API only)")) {
            problems.add("private API only");
        }
        if (!property.getString("type").equals(attribute.kind().name().toLowerCase(Locale.ROOT))) {
            problems.add("type is " + property.getString("type"));
        }
        JsonArray choices = property.getJsonArray("enum");
        if (!attribute.choices().isEmpty()
                && (choices == null || !Set.copyOf(choices.getList()).equals(Set.copyOf(attribute.choices())))) {
            problems.add("values are " + choices);
        }
        Object known = property.getValue("x-default");
        Object ours = attribute.defaultValue();
        if (ours != null && known != null && !String.valueOf(ours).equals(String.valueOf(known))) {
            problems.add("default is " + known);
        }
        if (ours != null && known == null && !property.containsKey("x-complexDefault")) {
            problems.add("has no default");
        }
        Integer maxLength = property.getInteger("maxLength");
        if (attribute.identifying()
                && attribute.role() == Attribute.Role.KEY
                && attribute.choices().isEmpty()
                && maxLength != null
                && maxLength != attribute.max()) {
            problems.add("maxLength is " + maxLength);
        }
        boolean writeOnly = property.getBoolean("x-writeOnly", false);
        if (api.equals("config") && writeOnly != (attribute.role() == Attribute.Role.WRITE_ONLY)) {
            problems.add("write-only is " + writeOnly);
        }
        return problems;
    }

    private static JsonObject propertyOf(String api, ObjectType type, Attribute attribute) {
        JsonObject definition = SPECS.get(api).getJsonObject("definitions").getJsonObject(type.definition());
        return definition == null
                ? null
                : definition.getJsonObject("properties").getJsonObject(attribute.name());
    }

    /** Collection names of a path without keys: {@code /msgVpns/{v}/queues} becomes {@code msgVpns/queues}. */
    private static Set<String> collections(String api) {
        return SPECS.get(api).getJsonObject("paths").fieldNames().stream()
                .map(path -> Arrays.stream(path.substring(1).split("/"))
                        .filter(s -> !s.startsWith("{"))
                        .collect(Collectors.joining("/")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCollectionExists() {
        assertThat(collections("config")).containsAll(resources("config").keySet());
        assertThat(collections("monitor")).containsAll(resources("config").keySet());
        assertThat(collections("monitor")).containsAll(resources("monitor").keySet());
        assertThat(collections("action")).contains("msgVpns/clients/disconnect");
    }

    @Test
    void whatIsCalledNotSupportedExistsAndWhatExistsIsNotCalledAnInvalidPath() {
        for (SempPath.Api api : SempPath.Api.values()) {
            Set<String> served = new TreeSet<>(
                    api == SempPath.Api.ACTION
                            ? Set.of("msgVpns", "msgVpns/clients/disconnect")
                            : resources("config").keySet());
            if (api == SempPath.Api.MONITOR) {
                served.addAll(resources("monitor").keySet());
            }
            assertThat(collections(api.text())).as(api.text()).containsAll(Unmodelled.declared(api));
            assertThat(Unmodelled.declared(api)).as(api.text()).doesNotContainAnyElementsOf(served);
            List<String> missing = collections(api.text()).stream()
                    .filter(path -> path.startsWith("msgVpns"))
                    .filter(path -> !served.contains(path) && !Unmodelled.contains(api, path))
                    .toList();
            assertThat(missing).as(api.text()).isEmpty();
        }
    }

    @Test
    void linksNameRealCollections() {
        for (String api : List.of("config", "monitor")) {
            resources(api).values().forEach(r -> {
                JsonObject links = SPECS.get(api)
                        .getJsonObject("definitions")
                        .getJsonObject(r.type().definition() + "Links")
                        .getJsonObject("properties");
                assertThat(links.fieldNames())
                        .containsAll(
                                r.type().children().stream().map(c -> c + "Uri").toList());
            });
        }
    }

    @Test
    void countsAreOfRealCollections() {
        resources("monitor").values().forEach(r -> {
            JsonObject collections = SPECS.get("monitor")
                    .getJsonObject("definitions")
                    .getJsonObject(r.type().definition() + "Collections");
            if (!r.type().children().isEmpty()) {
                assertThat(collections.getJsonObject("properties").fieldNames())
                        .containsAll(r.type().children());
            }
        });
    }
}
