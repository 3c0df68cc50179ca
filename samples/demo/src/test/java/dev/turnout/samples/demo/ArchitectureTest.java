// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.turnout.rules.Rule;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between modules and, inside them, between packages. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.turnout");

    private static final String RUNTIME = "dev.turnout.runtime..";
    private static final String CORE = "dev.turnout.bridge..";
    private static final String JOBRUNR = "dev.turnout.bridge.[jobrunr|jobrunr7|jobrunr8]..";
    private static final String RULES = "dev.turnout.rules..";
    private static final String BLOCKHOUND = "dev.turnout.rules.blockhound..";
    private static final String RECIPES = "dev.turnout.recipes..";
    private static final String CLI = "dev.turnout.cli..";
    private static final String SAMPLES = "dev.turnout.samples..";

    @Test
    void everyModuleIsLookedAt() {
        assertThat(Stream.of(RUNTIME, CORE, JOBRUNR, RULES, RECIPES, CLI, SAMPLES))
                .allSatisfy(room -> assertThat(OURS.stream().filter(JavaClass.Predicates.resideInAPackage(room)))
                        .isNotEmpty());
    }

    @Test
    void asyncRuntimeKnowsNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage(RUNTIME)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE, RULES, RECIPES, CLI, SAMPLES, "org.jobrunr..")
                .because("it is what stays when the bridge is taken out")
                .check(OURS);
    }

    @Test
    void bridgeCoreKnowsTheRuntimeOnly() {
        noClasses()
                .that(resideIn(CORE).and(notIn(JOBRUNR)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JOBRUNR, RULES, RECIPES, CLI, SAMPLES, "org.jobrunr..")
                .because("it speaks JobRunr's layout as data, on machines that have no JobRunr")
                .check(OURS);
    }

    @Test
    void theFaceToJobRunrIsTheOnlyImporterOfIt() {
        noClasses()
                .that(notIn(JOBRUNR).and(notIn("dev.turnout.samples.demo.ledger..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jobrunr..")
                .because(
                        "JobRunr is the user's, in the user's version; the demo's ledger keeps a JobRunr server's account")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage(JOBRUNR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RULES, RECIPES, CLI, SAMPLES)
                .check(OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {RULES, RECIPES})
    void rulesAndRecipesStandAlone(String room) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(resideIn("dev.turnout..").and(notIn(room)))
                .because("they run in the user's build and name runtime types as strings")
                .check(OURS);
    }

    /** BlockHound is optional: only its own package touches it. */
    @Test
    void rulesNeedArchUnitAndAsmOnly() {
        classes()
                .that()
                .resideInAPackage(BLOCKHOUND)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        BLOCKHOUND, "java..", "javax.management..", "org.jspecify..", "reactor.blockhound..")
                .check(OURS);
        classes()
                .that()
                .resideInAPackage(RULES)
                .and()
                .resideOutsideOfPackage(BLOCKHOUND)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        RULES,
                        "java..",
                        "org.jspecify..",
                        "com.tngtech.archunit..",
                        "org.objectweb.asm..",
                        "org.slf4j..")
                .check(OURS);
    }

    @Test
    void recipesNeedOpenRewriteOnly() {
        classes()
                .that()
                .resideInAPackage(RECIPES)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(RECIPES, "java..", "javax.lang.model..", "org.jspecify..", "org.openrewrite..")
                .check(OURS);
    }

    /** A rule names the recipe that mends what it finds; the rules do not see the recipes. */
    @Test
    void everyRecipeThatARuleNamesIsThere() throws IOException {
        Set<String> named =
                Stream.of(Rule.values()).flatMap(rule -> rule.recipe().stream()).collect(Collectors.toSet());
        String declared;
        try (InputStream in = ArchitectureTest.class.getResourceAsStream("/META-INF/rewrite/turnout.yml")) {
            declared = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                declared.lines().anyMatch(line -> line.equals("name: " + name)) || OURS.contain(name))
                        .as(name)
                        .isTrue());
    }

    @Test
    void noArrowOfTheBridgeRunsBackUp() {
        noClasses()
                .that()
                .resideInAPackage("dev.turnout.bridge.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.turnout.bridge",
                        "dev.turnout.bridge.queue..",
                        "dev.turnout.bridge.control..",
                        "dev.turnout.bridge.store..",
                        "dev.turnout.bridge.process..",
                        "dev.turnout.bridge.spring..",
                        "io.lettuce..")
                .because("the wire is keys and documents, without a connection")
                .check(OURS);
        noClasses()
                .that()
                .resideInAnyPackage("dev.turnout.bridge.queue..", "dev.turnout.bridge.control..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.turnout.bridge",
                        "dev.turnout.bridge.store..",
                        "dev.turnout.bridge.process..",
                        "dev.turnout.bridge.spring..")
                .check(OURS);
    }

    @Test
    void aWorkersProcessNeedsNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("dev.turnout.bridge.process..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.turnout.bridge.spring..", "dev.turnout.runtime.spring..", "org.springframework..")
                .because("a plain jar's worker starts on a class path without Spring")
                .check(OURS);
    }

    @Test
    void whatRunsAWorkerKnowsNoVerb() {
        noClasses()
                .that()
                .resideInAPackage("dev.turnout.cli.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.turnout.cli", "picocli..")
                .check(OURS);
    }

    @Test
    void theQueueSpiKnowsNoLayout() {
        noClasses()
                .that()
                .resideInAPackage("dev.turnout.runtime.queue..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.turnout.runtime.redis..", "dev.turnout.runtime.async..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("dev.turnout.runtime.redis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.turnout.runtime.async..")
                .check(OURS);
    }

    @Test
    void theCommandKnowsNeitherSamplesNorJobRunr() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SAMPLES, JOBRUNR)
                .check(OURS);
    }

    @Test
    void whatRewrittenCodeCallsNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.turnout.runtime.async..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.turnout.runtime.async..", "java..", "org.jspecify..")
                .because("a rewritten legacy application carries it, without Lettuce or Jackson")
                .check(OURS);
    }

    @Test
    void tasksAreTheGroundFloor() {
        noClasses()
                .that()
                .resideInAPackage("dev.turnout.runtime.task..")
                .should()
                .dependOnClassesThat(resideIn(RUNTIME).and(notIn("dev.turnout.runtime.task..")))
                .check(OURS);
    }

    @Test
    void noArrowOfTheRuntimeRunsBackUp() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.turnout.runtime.queue..",
                        "dev.turnout.runtime.task..",
                        "dev.turnout.runtime.async..",
                        "dev.turnout.runtime.redis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.turnout.runtime",
                        "dev.turnout.runtime.internal..",
                        "dev.turnout.runtime.spring..",
                        "dev.turnout.runtime.micrometer..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("dev.turnout.runtime.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.turnout.runtime",
                        "dev.turnout.runtime.spring..",
                        "dev.turnout.runtime.redis..",
                        "dev.turnout.runtime.micrometer..")
                .check(OURS);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void packagesAreFreeOfCircles(String room) {
        slices().matching(room + ".(*)..").should().beFreeOfCycles().check(OURS);
    }

    static Stream<String> rooms() {
        return Stream.of("dev.turnout.runtime", "dev.turnout.bridge", "dev.turnout.recipes");
    }

    @Test
    void nothingThatWeShipContainsJobRunr() throws IOException {
        List<Path> ours = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.matches(".*(turnout-[a-z0-9-]+-[0-9][^/]*\\.jar|target/classes)"))
                .map(Path::of)
                .toList();

        assertThat(ours).hasSizeGreaterThanOrEqualTo(6);
        for (Path archive : ours) {
            if (Files.isDirectory(archive)) {
                assertThat(archive.resolve("org/jobrunr")).doesNotExist();
            } else {
                try (JarFile jar = new JarFile(archive.toFile())) {
                    assertThat(jar.stream().map(JarEntry::getName)).noneMatch(name -> name.startsWith("org/jobrunr"));
                }
            }
        }
    }

    @Test
    void lettuceIsSpokenInFewPlaces() {
        noClasses()
                .that(notIn("dev.turnout.runtime.redis..")
                        .and(notIn("dev.turnout.bridge.."))
                        .and(notIn(SAMPLES)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lettuce..")
                .check(OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.turnout.rules.RuntimeTypes", "dev.turnout.recipes.find.RuntimeTypes"})
    void runtimeTypesNamedAsStringsAreThere(String names) throws Exception {
        Class<?> type = Class.forName(names);
        int seen = 0;
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) || field.getType() != String.class) {
                continue;
            }
            field.setAccessible(true);
            String name = ((String) field.get(null)).replace('/', '.');
            if (name.matches("dev\\.turnout\\.runtime(\\.[a-z]+)*\\.[A-Z]\\w*")) {
                assertThat(Class.forName(name)).as(field.getName()).isNotNull();
                seen++;
            }
        }
        assertThat(seen).as("type names in " + names).isPositive();
    }

    private static DescribedPredicate<JavaClass> resideIn(String room) {
        return JavaClass.Predicates.resideInAPackage(room);
    }

    private static DescribedPredicate<JavaClass> notIn(String room) {
        return DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(room));
    }
}
