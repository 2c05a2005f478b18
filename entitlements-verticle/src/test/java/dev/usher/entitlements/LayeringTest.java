package dev.usher.entitlements;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages. */
@AnalyzeClasses(packages = "dev.usher.entitlements", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayeringTest {

    @ArchTest
    static final ArchRule CORE_KNOWS_ONLY_ITS_OWN_WORDS = classes()
            .that()
            .resideInAPackage("dev.usher.entitlements.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.usher.entitlements.core..", "dev.usher.topics..", "io.vertx.core", "org.slf4j..", "java..");

    @ArchTest
    static final ArchRule SEMP_STAYS_IN_ITS_ADAPTER = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.usher.entitlements.core..",
                    "dev.usher.entitlements.smf..",
                    "dev.usher.entitlements.postgres..",
                    "dev.usher.entitlements.api..",
                    "dev.usher.entitlements.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.usher.semp..", "dev.usher.entitlements.semp..");

    @ArchTest
    static final ArchRule JCSMP_STAYS_IN_ITS_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.usher.entitlements.smf..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.solacesystems..");

    @ArchTest
    static final ArchRule THE_API_KNOWS_THE_CORE_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.usher.entitlements.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.usher.entitlements",
                    "dev.usher.entitlements.postgres..",
                    "dev.usher.entitlements.smf..",
                    "dev.usher.entitlements.catalog..");

    @ArchTest
    static final ArchRule NOTHING_BELOW_KNOWS_THE_VERTICLE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.usher.entitlements")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.usher.entitlements");
}
