package dev.usher.broker.junit;

import dev.usher.broker.EmbeddedBroker;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** What {@link TestBroker} does; registered by it. */
final class BrokerExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace BROKERS = ExtensionContext.Namespace.create(BrokerExtension.class);

    BrokerExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        List<Managed> brokers = open(context);
        Class<?> type = context.getRequiredTestClass();
        AnnotationSupport.findAnnotation(type, TestBroker.class)
                .ifPresent(how -> brokers.add(new Managed(start(), how, "the class " + type.getSimpleName())));
        fields(type, Modifier::isStatic).forEach(field -> brokers.add(manage(field, null)));
        // There already is one only where one serves all tests.
        context.getTestInstance().ifPresent(instance -> manageInstance(instance, brokers));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        List<Managed> shared = inScope(context);
        List<Managed> brokers = open(context);
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            boolean known = fields(instance.getClass(), modifiers -> !Modifier.isStatic(modifiers))
                    .anyMatch(field -> shared.stream().anyMatch(m -> m.broker() == value(field, instance)));
            if (!known) {
                manageInstance(instance, brokers);
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Managed> all = inScope(context);
        List<String> complaints = new ArrayList<>();
        if (context.getExecutionException().isEmpty()) {
            all.forEach(m -> complaints.addAll(m.complaints()));
        }
        List<Managed> own = own(context);
        own.forEach(m -> m.broker().close());
        all.stream().filter(m -> !own.contains(m)).forEach(Managed::afterOneOfMany);
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), complaints));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        own(context).forEach(m -> m.broker().close());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        List<Managed> all = inScope(context);
        if (all.size() == 1) {
            return all.get(0).broker();
        }
        throw new ParameterResolutionException(
                all.isEmpty()
                        ? "no broker has been started yet for the parameter " + parameter.getParameter()
                                + ": make the field with @TestBroker static, or give the class @TestBroker"
                        : "several brokers for the parameter " + parameter.getParameter() + ", use the fields instead: "
                                + all.stream().map(Managed::where).collect(Collectors.joining(", ")));
    }

    private void manageInstance(Object instance, List<Managed> brokers) {
        fields(instance.getClass(), modifiers -> !Modifier.isStatic(modifiers))
                .forEach(field -> brokers.add(manage(field, instance)));
    }

    private static Stream<Field> fields(Class<?> type, Predicate<Integer> modifiers) {
        return AnnotationSupport.findAnnotatedFields(
                type, TestBroker.class, f -> modifiers.test(f.getModifiers()), HierarchyTraversalMode.TOP_DOWN)
                .stream();
    }

    private static Managed manage(Field field, Object instance) {
        String where = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        if (field.getType() != EmbeddedBroker.class) {
            throw new ExtensionConfigurationException(
                    where + " has @TestBroker and must be of the type EmbeddedBroker: start the builder");
        }
        EmbeddedBroker broker = (EmbeddedBroker) value(field, instance);
        if (broker == null) {
            broker = start();
            set(field, instance, broker, where);
        }
        return new Managed(broker, field.getAnnotation(TestBroker.class), where);
    }

    private static EmbeddedBroker start() {
        return EmbeddedBroker.builder().start();
    }

    private static Object value(Field field, Object instance) {
        try {
            field.setAccessible(true);
            return field.get(instance);
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("cannot read " + field, e);
        }
    }

    private static void set(Field field, Object instance, EmbeddedBroker broker, String where) {
        try {
            if (Modifier.isFinal(field.getModifiers())) {
                throw new ExtensionConfigurationException(where + " is final and null: start a broker or drop final");
            }
            field.set(instance, broker);
        } catch (IllegalAccessException | ExtensionConfigurationException e) {
            broker.close();
            throw e instanceof ExtensionConfigurationException wrong
                    ? wrong
                    : new ExtensionConfigurationException("cannot set " + where, e);
        }
    }

    /** A list for the brokers that end with this context; there before they are, should one of them not start. */
    private static List<Managed> open(ExtensionContext context) {
        List<Managed> brokers = new ArrayList<>();
        context.getStore(BROKERS).put(context.getUniqueId(), brokers);
        return brokers;
    }

    @SuppressWarnings("unchecked")
    private static List<Managed> own(ExtensionContext context) {
        Object brokers = context.getStore(BROKERS).get(context.getUniqueId());
        return brokers == null ? List.of() : (List<Managed>) brokers;
    }

    /** The context's own and those of the contexts around it. */
    private static List<Managed> inScope(ExtensionContext context) {
        List<Managed> all = new ArrayList<>();
        for (Optional<ExtensionContext> c = Optional.of(context);
                c.isPresent();
                c = c.get().getParent()) {
            all.addAll(own(c.get()));
        }
        return all;
    }
}
