package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.VpnState;
import dev.usher.broker.switches.BrokerSwitches;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    static void readSpecifications() {
        Optional<Path> folder = PublishedSpecification.folder();
        if (folder.isEmpty()) {
            System.err.println("SKIPPED SpecificationTest: no SEMP v2 specifications; set -Dsemp.spec.dir");
        }
        assumeTrue(folder.isPresent(), PublishedSpecification.MISSING);
        for (String api : List.of("config", "monitor", "action")) {
            SPECS.put(api, PublishedSpecification.json(folder.get(), api));
        }
    }

    /** By collection names, as the front serves them; {@code about} is not among them. */
    private static Map<String, Resource> resources(String api) {
        Map<String, Resource> config = new ConfigResources(CORE).all();
        if (api.equals("config")) {
            return config;
        }
        Map<String, Resource> all = new HashMap<>();
        config.forEach((path, resource) -> all.put(path, MonitorView.of(path, resource, CORE.vpn())));
        all.putAll(new MonitorResources(CORE, new SempBehaviour()).all());
        return all;
    }

    private static List<ObjectType> types(String api) {
        return Stream.concat(resources(api).values().stream().map(Resource::type), About.types().stream())
                .toList();
    }

    @Test
    void everyAttributeIsPublicAndOfTheSameTypeAndDefault() {
        List<String> problems = new ArrayList<>();
        for (String api : List.of("config", "monitor")) {
            for (ObjectType type : types(api)) {
                type.attributes().stream()
                        // Never in an answer, and nothing is written through the monitor API.
                        .filter(a -> api.equals("config") || a.readable())
                        .forEach(a -> problem(api, type, a)
                                .forEach(p -> problems.add(api + " " + type.definition() + "." + a.name() + ": " + p)));
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void everyPublicAttributeIsServedOrLeftOutForAReason() {
        List<String> problems = new ArrayList<>();
        for (String api : List.of("config", "monitor")) {
            for (ObjectType type : types(api)) {
                Set<String> publicOnes = publicAttributes(api, type);
                Set<String> served =
                        type.attributes().stream().map(Attribute::name).collect(Collectors.toSet());
                publicOnes.stream()
                        .filter(name -> !served.contains(name)
                                && type.omissions().reason(name).isEmpty())
                        .forEach(name -> problems.add(api + " " + type.definition() + "." + name + ": missing"));
                type.omissions().patterns().forEach(pattern -> {
                    if (publicOnes.stream()
                            .noneMatch(n ->
                                    !served.contains(n) && pattern.matcher(n).matches())) {
                        problems.add(api + " " + type.definition() + " leaves out " + pattern + ": there is no such");
                    }
                });
            }
        }
        assertThat(problems).isEmpty();
    }

    private static Set<String> publicAttributes(String api, ObjectType type) {
        JsonObject properties = SPECS.get(api)
                .getJsonObject("definitions")
                .getJsonObject(type.definition())
                .getJsonObject("properties", new JsonObject());
        return properties.fieldNames().stream()
                .filter(name -> !PublishedSpecification.isPrivate(properties.getJsonObject(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> problem(String api, ObjectType type, Attribute attribute) {
        JsonObject property = propertyOf(api, type, attribute);
        if (property == null) {
            return List.of("not in the specification");
        }
        List<String> problems = new ArrayList<>();
        if (PublishedSpecification.isPrivate(property)) {
            problems.add("private API only");
        }
        if (property.containsKey("$ref")) {
            problems.addAll(objectProblem(api, property.getString("$ref"), attribute));
            return problems;
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
        boolean differsOnPurpose = attribute.name().equals("authenticationBasicType");
        if (ours != null
                && known != null
                && !differsOnPurpose
                && !String.valueOf(ours).equals(String.valueOf(known))) {
            problems.add("default is " + known);
        }
        if (ours != null && known == null && !property.containsKey("x-complexDefault")) {
            problems.add("has no default");
        }
        problems.addAll(limitProblem(property, attribute));
        if (api.equals("config")) {
            problems.addAll(formProblem(property, attribute));
        }
        boolean writeOnly = property.getBoolean("x-writeOnly", false);
        if (api.equals("config") && writeOnly == attribute.readable()) {
            problems.add("write-only is " + writeOnly);
        }
        return problems;
    }

    private static List<String> formProblem(JsonObject property, Attribute attribute) {
        List<String> problems = new ArrayList<>();
        Set<?> required =
                Set.copyOf(property.getJsonArray("x-requires", new JsonArray()).getList());
        if (!required.equals(Set.copyOf(attribute.requires()))) {
            problems.add("requires " + required);
        }
        boolean written = Set.of(Attribute.Role.KEY, Attribute.Role.READ_WRITE, Attribute.Role.WRITE_ONLY)
                .contains(attribute.role());
        // What an address in CIDR form is, is not left to an expression: SempFrontIT.
        boolean form = attribute.kind() == Attribute.Kind.STRING
                && attribute.choices().isEmpty()
                && !attribute.name().equals("clientConnectExceptionAddress");
        if (written && form) {
            String pattern = property.getString("pattern", "").replaceFirst("^\\^(.*)\\$$", "$1");
            if (!pattern.equals(attribute.pattern())) {
                problems.add("pattern is " + pattern);
            }
            if (property.getInteger("minLength") != attribute.min()) {
                problems.add("minLength is " + property.getInteger("minLength"));
            }
        }
        return problems;
    }

    private static List<String> limitProblem(JsonObject property, Attribute attribute) {
        Integer maxLength = property.getInteger("maxLength");
        boolean written = Set.of(Attribute.Role.KEY, Attribute.Role.READ_WRITE, Attribute.Role.WRITE_ONLY)
                .contains(attribute.role());
        if (!written || !attribute.choices().isEmpty()) {
            return List.of();
        }
        if (maxLength != null && maxLength != attribute.max()) {
            return List.of("maxLength is " + maxLength);
        }
        // A subscription with QoS 2 does not exist.
        boolean number = attribute.kind() == Attribute.Kind.INTEGER
                && attribute.role() == Attribute.Role.READ_WRITE
                && !attribute.name().equals("subscriptionQos");
        return number
                        && (property.getLong("minimum") != attribute.min()
                                || property.getLong("maximum") != attribute.max())
                ? List.of("limits are " + property.getLong("minimum") + " and " + property.getLong("maximum"))
                : List.of();
    }

    private static List<String> objectProblem(String api, String reference, Attribute attribute) {
        if (attribute.kind() != Attribute.Kind.OBJECT) {
            return List.of("is an object");
        }
        JsonObject properties = SPECS.get(api)
                .getJsonObject("definitions")
                .getJsonObject(reference.substring("#/definitions/".length()))
                .getJsonObject("properties");
        if (attribute.defaultValue() == null) {
            return List.of();
        }
        return ((JsonObject) attribute.defaultValue())
                .stream()
                        .filter(e -> !String.valueOf(e.getValue())
                                .equals(String.valueOf(
                                        properties.getJsonObject(e.getKey()).getValue("x-default"))))
                        .map(e -> "default of " + e.getKey() + " is not " + e.getValue())
                        .toList();
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
                .map(SpecificationTest::withoutKeys)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String withoutKeys(String path) {
        return Arrays.stream(path.substring(1).split("/"))
                .filter(s -> !s.startsWith("{"))
                .collect(Collectors.joining("/"));
    }

    @Test
    void everyCollectionExists() {
        assertThat(collections("config")).containsAll(resources("config").keySet());
        assertThat(collections("monitor")).containsAll(resources("monitor").keySet());
        assertThat(collections("action")).contains("msgVpns/clients/disconnect");
    }

    @Test
    void whatIsCalledNotSupportedExistsAndWhatExistsIsNotCalledAnInvalidPath() {
        for (SempPath.Api api : SempPath.Api.values()) {
            Set<String> served = new TreeSet<>(
                    api == SempPath.Api.ACTION
                            ? Set.of("msgVpns", "msgVpns/clients/disconnect")
                            : resources(api.text()).keySet());
            assertThat(collections(api.text())).as(api.text()).containsAll(Unmodelled.declared(api));
            assertThat(Unmodelled.declared(api)).as(api.text()).doesNotContainAnyElementsOf(served);
            List<String> missing = collections(api.text()).stream()
                    .filter(path -> path.startsWith("msgVpns") || path.startsWith("about"))
                    .filter(path -> !Set.of("about", "about/api", "about/user", "about/user/msgVpns")
                            .contains(path))
                    .filter(path -> !served.contains(path) && !Unmodelled.contains(api, path))
                    .toList();
            assertThat(missing).as(api.text()).isEmpty();
        }
    }

    @Test
    void everyOperationTakesTheQueryParametersOfTheSpecification() {
        List<String> problems = new ArrayList<>();
        for (SempPath.Api api : SempPath.Api.values()) {
            Set<String> served = new TreeSet<>(Set.of("about", "about/api", "about/user", "about/user/msgVpns"));
            served.addAll(
                    api == SempPath.Api.ACTION
                            ? Set.of("msgVpns/clients/disconnect")
                            : resources(api.text()).keySet());
            JsonObject spec = SPECS.get(api.text());
            spec.getJsonObject("paths").forEach(path -> {
                boolean object = path.getKey().endsWith("}") || path.getKey().matches("/about(/api|/user)?");
                if (served.contains(withoutKeys(path.getKey()))) {
                    ((JsonObject) path.getValue()).forEach(verb -> {
                        String method = verb.getKey().toUpperCase(Locale.ROOT);
                        Set<String> declared = queryParameters(spec, (JsonObject) verb.getValue());
                        if (!declared.equals(SempQuery.known(api, method, !object))) {
                            problems.add(api + " " + method + " " + path.getKey() + ": " + declared);
                        }
                    });
                }
            });
        }
        assertThat(problems).isEmpty();
    }

    private static Set<String> queryParameters(JsonObject spec, JsonObject operation) {
        return operation.getJsonArray("parameters", new JsonArray()).stream()
                .map(p -> Contract.resolve(spec, (JsonObject) p))
                .filter(p -> p.getString("in").equals("query"))
                .map(p -> p.getString("name"))
                .collect(Collectors.toSet());
    }

    @Test
    void linksNameRealCollections() {
        for (String api : List.of("config", "monitor")) {
            types(api).forEach(type -> {
                JsonObject links = SPECS.get(api)
                        .getJsonObject("definitions")
                        .getJsonObject(type.definition() + "Links")
                        .getJsonObject("properties");
                assertThat(links.fieldNames())
                        .containsAll(
                                type.children().stream().map(c -> c + "Uri").toList());
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
