package dev.usher.broker.junit;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.EmbeddedBrokerBuilder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An {@link EmbeddedBroker} that JUnit looks after:
 *
 * <pre>{@code
 * @TestBroker
 * static final EmbeddedBroker broker = EmbeddedBroker.builder().user("alice", "secret").start();
 * }</pre>
 *
 * <p>A static field is a broker for all tests of the class and its nested classes, closed after the last and put back by
 * {@link EmbeddedBroker#reset} after each. An instance field is a broker for one test, closed after it (for all tests, where
 * the instance is, by {@code Lifecycle.PER_CLASS}). A field that is null gets a broker with {@linkplain EmbeddedBrokerBuilder
 * default settings}; so does a class that has this annotation. Tests can have the broker as a parameter of the type {@link
 * EmbeddedBroker}, too.
 *
 * <p>Tests that run at the same time must not share a broker that is reset: use instance fields, or {@code reset = false}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
@ExtendWith(BrokerExtension.class)
public @interface TestBroker {

    /** Whether a broker of several tests is reset after each, which disconnects everybody. */
    boolean reset() default true;

    /** Whether a test fails that passed otherwise, and that armed faults which nothing met ({@code Faults.unused()}). */
    boolean refuseUnusedFaults() default true;

    /** Whether a test fails that passed otherwise, and whose clients are not gone a second after it. */
    boolean refuseLeftClients() default false;
}
