// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.turnout.runtime.async.AllowBlocking;
import org.junit.jupiter.api.Test;

class ArrowsTest {
    private static final String ROOT = "dev.turnout.runtime";

    private final JavaClasses main = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void noPackagesFormACircle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(main);
    }

    @Test
    void whatATaskDeclaresKnowsNobody() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".task")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".task", "java..", "org.jspecify..", "org.slf4j..")
                .check(main);
    }

    @Test
    void whatRewrittenCodeCallsKnowsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".async")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".async", "java..", "org.jspecify..")
                .check(main);
    }

    @Test
    void theSpiKnowsTasksAndNothingAboveIt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".queue")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT,
                        ROOT + ".internal..",
                        ROOT + ".async",
                        ROOT + ".spring",
                        ROOT + ".redis",
                        ROOT + ".micrometer")
                .check(main);
    }

    @Test
    void theRolesDoNotLookUp() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".spring", ROOT + ".redis", ROOT + ".micrometer")
                .check(main);
    }

    @Test
    void whatShowsAWorkerKnowsTheSpiAndOnlySpringKnowsIt() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".micrometer")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".micrometer",
                        ROOT,
                        ROOT + ".queue",
                        ROOT + ".task",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "com.fasterxml.jackson.databind..",
                        "io.micrometer..")
                .check(main);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".micrometer", ROOT + ".spring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".micrometer", "io.micrometer..")
                .check(main);
    }

    @Test
    void carriedContextTracesAndMetersNeedOneLibraryEach() {
        noClasses()
                .that()
                .haveSimpleNameStartingWith("PropagatedContext")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer.core..", "io.micrometer.observation..")
                .check(main);
        noClasses()
                .that()
                .haveNameMatching(".*(JobObservations|TracedDoor|ObservationContext|Spans).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer.core..", "io.micrometer.context..")
                .check(main);
        noClasses()
                .that()
                .haveNameMatching(".*(Meters|BacklogWatch).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer.context..", "io.micrometer.tracing..")
                .check(main);
    }

    @Test
    void onlyTheLayoutKnowsLettuceAndOnlySpringKnowsSpring() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".redis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lettuce..")
                .check(main);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".spring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "reactor..", "org.reactivestreams..")
                .check(main);
    }

    @Test
    void theTestKitKnowsNoTestFrameworkAndNothingKnowsTheTestKit() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.assertj..", "org.awaitility..")
                .check(main);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".testing")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".testing")
                .check(main);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".testing")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                ROOT + ".internal..", ROOT + ".async", ROOT + ".spring", ROOT + ".redis")
                        .and(not(type(AllowBlocking.class)))) // a word to the rules, which nothing reads at run time
                .check(main);
    }
}
