package dev.usher.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages. */
@AnalyzeClasses(packages = "dev.usher.bridge", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayeringTest {

    @ArchTest
    static final ArchRule CORE_KNOWS_ONLY_ITS_OWN_WORDS = classes()
            .that()
            .resideInAPackage("dev.usher.bridge.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.usher.bridge.core..", "dev.usher.topics..", "io.vertx.core", "org.slf4j..", "java..");

    @ArchTest
    static final ArchRule MAPPING_KNOWS_NO_ADAPTER = classes()
            .that()
            .resideInAPackage("dev.usher.bridge.mapping..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.usher.bridge.mapping..",
                    "dev.usher.bridge.core..",
                    "dev.usher.topics..",
                    "org.slf4j..",
                    "java..");

    @ArchTest
    static final ArchRule KAFKA_KNOWS_NO_SOLACE = noClasses()
            .that()
            .resideInAPackage("dev.usher.bridge.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.solacesystems..", "dev.usher.bridge.solace..", "dev.usher.runtime.solace..");

    @ArchTest
    static final ArchRule SOLACE_KNOWS_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("dev.usher.bridge.solace..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.vertx.kafka..", "dev.usher.bridge.kafka..");

    @ArchTest
    static final ArchRule NOTHING_BELOW_KNOWS_THE_VERTICLE = noClasses()
            .that()
            .resideInAnyPackage("dev.usher.bridge.core..", "dev.usher.bridge.kafka..", "dev.usher.bridge.solace..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.usher.bridge");
}
