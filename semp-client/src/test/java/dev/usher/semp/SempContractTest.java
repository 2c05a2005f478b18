package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every path, method, attribute and enumeration value of this client exists in the official SEMP v2 specification. The files
 * ({@code config.json}, {@code monitor.json}, {@code action.json}) are not ours to distribute: name their directory by
 * {@code -Dsemp.spec.dir} or {@code USHER_SEMP_SPEC_DIR}, else these tests are skipped.
 */
class SempContractTest {
    private static final Map<SempApi, JsonObject> SPECS = new EnumMap<>(SempApi.class);

    @BeforeAll
    static void loadSpecifications() throws Exception {
        String dir = System.getProperty("semp.spec.dir", System.getenv("USHER_SEMP_SPEC_DIR"));
        if (dir == null) {
            System.out.println("SempContractTest SKIPPED: neither -Dsemp.spec.dir nor USHER_SEMP_SPEC_DIR is set");
        }
        assumeTrue(dir != null, "no SEMP v2 specification given");
        for (SempApi api : SempApi.values()) {
            Path file = Path.of(dir, api.name().toLowerCase(Locale.ROOT) + ".json");
            SPECS.put(api, new JsonObject(Files.readString(file)));
        }
    }

    @Test
    void everyPathAndMethodExists() {
        List<String> missing = new ArrayList<>();
        for (SempPath path : SempPath.values()) {
            JsonObject declared = SPECS.get(path.api()).getJsonObject("paths").getJsonObject(path.template());
            for (HttpMethod method : path.methods()) {
                if (declared == null || !declared.containsKey(method.name().toLowerCase(Locale.ROOT))) {
                    missing.add(path.api() + " " + method + " " + path.template());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyAttributeExistsAndIsPublic() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (SempType<?> type : types()) {
            TreeSet<String> used = new TreeSet<>(type.readable());
            used.addAll(type.writable());
            for (String attribute : used) {
                JsonObject declared = attribute(type.api(), type.definition(), attribute);
                if (declared == null) {
                    wrong.add(type.definition() + "." + attribute + " does not exist");
                } else if (declared.getString("description", "").contains("(private API only)")) {
                    wrong.add(type.definition() + "." + attribute + " is private");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsCountedIsACollection() {
        for (String counted : List.of("MsgVpnClientCollections subscriptions", "MsgVpnQueueCollections msgs")) {
            String[] names = counted.split(" ");
            assertThat(SPECS.get(SempApi.MONITOR)
                            .getJsonObject("definitions")
                            .getJsonObject(names[0])
                            .getJsonObject("properties")
                            .fieldNames())
                    .contains(names[1]);
        }
    }

    @Test
    void everyEnumerationIsTheOneOfTheSpecification() {
        assertEnumeration(SempApi.CONFIG, "MsgVpnAclProfile", "subscribeTopicDefaultAction", AclAction.values());
        assertEnumeration(
                SempApi.CONFIG,
                "MsgVpnAclProfileSubscribeTopicException",
                "subscribeTopicExceptionSyntax",
                AclSyntax.values());
        assertEnumeration(SempApi.MONITOR, "MsgVpnMqttSession", "mqttSessionVirtualRouter", VirtualRouter.values());
        assertEnumeration(SempApi.CONFIG, "MsgVpnMqttSession", "mqttSessionVirtualRouter", VirtualRouter.values());
        // The states of a Message VPN are listed in prose only.
        String states = attribute(SempApi.MONITOR, "MsgVpn", "state").getString("description");
        for (MsgVpnStatus.State state : MsgVpnStatus.State.values()) {
            assertThat(states).contains('"' + state.text() + '"');
        }
    }

    private static void assertEnumeration(SempApi api, String definition, String attribute, SempValue... values) {
        JsonArray declared = attribute(api, definition, attribute).getJsonArray("enum");
        assertThat(Stream.of(values).map(SempValue::text)).containsExactlyInAnyOrderElementsOf(strings(declared));
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static JsonObject attribute(SempApi api, String definition, String attribute) {
        return SPECS.get(api)
                .getJsonObject("definitions")
                .getJsonObject(definition)
                .getJsonObject("properties")
                .getJsonObject(attribute);
    }

    /** All types the client declares, found by their fields so that none can be left out. */
    private static List<SempType<?>> types() throws Exception {
        List<SempType<?>> types = new ArrayList<>();
        for (Class<?> owner : mainClasses()) {
            for (Field field : owner.getDeclaredFields()) {
                if (field.getType() == SempType.class && Modifier.isStatic(field.getModifiers())) {
                    types.add((SempType<?>) field.get(null));
                }
            }
        }
        for (AclExceptionList list : AclExceptionList.values()) {
            types.add(list.type());
        }
        assertThat(types).hasSizeGreaterThan(12).contains(Client.TYPE, ConnectExceptionAddress.TYPE);
        return types;
    }

    private static List<Class<?>> mainClasses() throws URISyntaxException, IOException, ClassNotFoundException {
        Path root = Path.of(SempClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String name = SempClient.class.getPackageName();
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String simple = file.getFileName().toString().replace(".class", "");
                if (!simple.equals("package-info")) {
                    classes.add(Class.forName(name + "." + simple));
                }
            }
        }
        return classes;
    }
}
