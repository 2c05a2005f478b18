package dev.usher.app.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks manifests without a cluster, by two models of the Kubernetes API. The one finds mistyped values and unknown keys at any
 * depth, the other what is required and missing. What neither finds is a value outside an enumeration.
 */
final class StrictManifests {
    /** By apiVersion and kind; what is not here is not accepted. */
    private static final Map<String, Requirements> KINDS = Map.of(
            "v1 ConfigMap", V1ConfigMap::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

    @FunctionalInterface
    private interface Requirements {
        void check(JsonElement manifest) throws IOException;
    }

    private StrictManifests() {}

    /** The documents of a file. */
    static List<JsonNode> documents(String yaml) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        }
    }

    /** What is wrong in a file, empty if nothing is. */
    static List<String> problems(String yaml) {
        List<String> problems = new ArrayList<>();
        try {
            for (JsonNode document : documents(yaml)) {
                check(document, problems);
            }
        } catch (IOException e) {
            problems.add("not YAML: " + e.getMessage());
        }
        return problems;
    }

    private static void check(JsonNode document, List<String> problems) throws JsonProcessingException {
        String kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        Requirements requirements = KINDS.get(kind);
        if (requirements == null) {
            problems.add("no model of " + kind);
            return;
        }
        String json = YAML.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        try {
            HasMetadata resource = KUBERNETES.unmarshal(json, HasMetadata.class);
            if (resource instanceof GenericKubernetesResource) {
                problems.add("no model of " + kind);
            }
            findUnknown(resource, kind, problems, new IdentityHashMap<>());
        } catch (RuntimeException e) {
            problems.add(kind + ": " + rootMessage(e));
        }
        try {
            requirements.check(JsonParser.parseString(document.toString()));
        } catch (IOException | RuntimeException e) {
            problems.add(kind + ": " + e.getMessage());
        }
    }

    /** Whatever the model has no field for ends up in "additional properties". */
    private static void findUnknown(Object value, String path, List<String> problems, Map<Object, Object> seen) {
        if (value == null || seen.put(value, value) != null) {
            return;
        }
        if (value instanceof Collection<?> elements) {
            int index = 0;
            for (Object element : elements) {
                findUnknown(element, path + "[" + index++ + "]", problems, seen);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> findUnknown(element, path + "." + key, problems, seen));
        } else if (value.getClass().getName().startsWith("io.fabric8")) {
            for (Method getter : value.getClass().getMethods()) {
                if (getter.getParameterCount() == 0
                        && getter.getName().startsWith("get")
                        && getter.getDeclaringClass() != Object.class) {
                    findUnknown(value, getter, path, problems, seen);
                }
            }
        }
    }

    private static void findUnknown(
            Object owner, Method getter, String path, List<String> problems, Map<Object, Object> seen) {
        Object value;
        try {
            value = getter.invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(getter.toString(), e);
        }
        if (!getter.getName().equals("getAdditionalProperties")) {
            findUnknown(value, path + "." + getter.getName().substring("get".length()), problems, seen);
        } else if (value instanceof Map<?, ?> unknown && !unknown.isEmpty()) {
            problems.add(path + ": unknown " + unknown.keySet());
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
