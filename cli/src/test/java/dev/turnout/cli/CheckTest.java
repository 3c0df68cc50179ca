// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.rules.Rule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code turnout check} over a small project, as its build would call it. */
class CheckTest {
    private static final String CART = """
            package shop;
            import java.util.concurrent.*;
            public class Cart {
                CompletionStage<String> payAsync(CompletableFuture<String> paid) {
                    return paid.thenApply(this::note);
                }
                String note(String s) {
                    %s
                    return s;
                }
            }
            """;
    private static final String WAIT = "try { Thread.sleep(1, 5); } catch (InterruptedException e) { return \"<b>\"; }";

    @TempDir
    private Path project;

    private Path classes;
    private Path baseline;
    private String out = "";
    private String err = "";

    @BeforeEach
    void nameTheFiles() {
        classes = project.resolve("target/classes");
        baseline = project.resolve("turnout-baseline.txt");
    }

    @Test
    void theExitCodeTellsCleanFromViolationFromCouldNotBeMade() throws IOException {
        write("");
        assertThat(check()).isEqualTo(Turnout.DONE);
        assertThat(out).startsWith("nothing fails in 0 tasks; checked 1 classes");

        write(WAIT);
        assertThat(check()).isEqualTo(Turnout.NO);
        assertThat(out).startsWith("TRN104 thread-sleep: Thread.sleep is reached from shop.Cart#payAsync");

        Files.write(classes.resolve("shop/Cart.class"), new byte[] {(byte) 0xCA, (byte) 0xFE, 1, 2, 3});
        assertThat(check()).isEqualTo(Turnout.FAILED);
        assertThat(out).contains("TRN806", "could not be read");
    }

    @Test
    void whatIsMissingIsNamedWithTheNextStep() throws IOException {
        assertThat(run("check", "--classes", "no/such/classes")).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0857 there is no no/such/classes", "Compile first");

        Files.createDirectories(classes);
        assertThat(check()).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TRN806 nothing was checked: there is no class file");

        write("");
        assertThat(check("--classpath-file", "none")).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0858", "mvn dependency:build-classpath");
        assertThat(check("--baseline", baseline.toString())).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0850", "--write-baseline");
        assertThat(check("--update-baseline")).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0855", "--baseline FILE");
        assertThat(check("--format", "xml")).isEqualTo(Turnout.FAILED);
    }

    @Test
    void aBaselineIsWrittenOnceLetsThroughAndShrinks() throws IOException {
        write(WAIT);
        String[] file = {"--baseline", baseline.toString()};

        assertThat(check(with(file, "--write-baseline"))).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0852 a baseline needs a reason");
        assertThat(check(with(file, "--write-baseline", "--reason", "old", "--until", "2999-01-31")))
                .isZero();
        assertThat(err).contains("1 lines written to " + baseline);
        assertThat(Files.readString(baseline)).contains(" | 2999-01-31 | old\n");
        assertThat(check(with(file, "--write-baseline", "--reason", "again"))).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0856", "only shrinks");

        assertThat(check(file)).isZero();
        assertThat(out).contains("nothing fails", "1 known from the baseline, and let through");

        write("");
        assertThat(check(file)).isZero();
        assertThat(out).contains("1 of the baseline is fixed; take them out of it with --update-baseline");
        assertThat(Files.readString(baseline)).contains("TRN104");
        assertThat(check(with(file, "--update-baseline"))).isZero();
        assertThat(err).contains("1 fixed findings taken out");
        assertThat(Files.readAllLines(baseline)).allMatch(line -> line.startsWith("#"));

        write(WAIT);
        assertThat(check(file)).isEqualTo(Turnout.NO);
    }

    @Test
    void aClassThatCannotBeReadIsNotFixed() throws IOException {
        write(WAIT);
        String[] file = {"--baseline", baseline.toString()};
        check(with(file, "--write-baseline", "--reason", "old"));
        String before = Files.readString(baseline);
        Files.write(classes.resolve("shop/Cart.class"), new byte[] {1});

        assertThat(check(with(file, "--update-baseline"))).isEqualTo(Turnout.FAILED);

        assertThat(Files.readString(baseline)).isEqualTo(before);
    }

    @Test
    void theGateIsClosedUntilItIsAsked() throws IOException {
        write("dev.turnout.runtime.async.Facade.await(() -> payAsync(null));");

        check();
        assertThat(out).doesNotContain("TRN807");
        assertThat(check("--gate", "finished")).isEqualTo(Turnout.NO);
        assertThat(out).contains("TRN807 facade-left: Facade.await in shop.Cart#note(java.lang.String)");
    }

    @Test
    void aCheckThatCouldNotFailIsRefused() throws IOException {
        write(WAIT);
        Path settings = classes.resolve("META-INF/turnout/rules.properties");
        Files.createDirectories(settings.getParent());
        Files.writeString(
                settings,
                Stream.of(Rule.values()).map(rule -> rule + " = warning\n").collect(Collectors.joining()));

        assertThat(check()).isEqualTo(Turnout.FAILED);

        assertThat(err).contains("TURNOUT-0870");
    }

    @Test
    void jsonHasTheFieldsThatItsPageLists() throws IOException {
        write(WAIT);
        assertThat(check("--format", "json")).isEqualTo(Turnout.NO);

        JsonNode all = new ObjectMapper().readTree(out);
        String page = Files.readString(Path.of("..", "docs", "check.md"));
        assertThat(all.get("schema").intValue()).isEqualTo(1);
        assertThat(all.get("violations")).hasSize(1);
        JsonNode one = all.get("violations").get(0);
        assertThat(one.get("file").textValue()).endsWith("/src/main/java/shop/Cart.java");
        assertThat(one.get("line").intValue()).isEqualTo(8);
        assertThat(one.get("path")).hasSize(3);
        for (JsonNode object :
                List.of(all, all.get("counts"), one, one.get("path").get(0))) {
            object.fieldNames().forEachRemaining(field -> assertThat(page).contains("`" + field + "`"));
        }
    }

    /** The parts of the standard that code hosts rely on. */
    @Test
    void sarifHasWhatTheStandardAsksFor() throws IOException {
        write(WAIT);
        check("--baseline", baseline.toString(), "--write-baseline", "--reason", "old");
        write(WAIT + " Thread.yield(); new java.util.Scanner(System.in).next();");
        assertThat(check("--format", "sarif", "--baseline", baseline.toString()))
                .as(out + err)
                .isIn(Turnout.DONE, Turnout.NO);

        JsonNode log = new ObjectMapper().readTree(out);
        assertThat(log.get("version").textValue()).isEqualTo("2.1.0");
        JsonNode run = log.get("runs").get(0);
        JsonNode rules = run.at("/tool/driver/rules");
        assertThat(list(rules)).hasSameSizeAs(Rule.values()).allSatisfy(rule -> {
            assertThat(rule.get("id").textValue()).matches("TRN\\d{3}");
            assertThat(rule.at("/shortDescription/text").textValue()).isNotBlank();
            assertThat(rule.at("/fullDescription/text").textValue()).isNotBlank();
            assertThat(rule.at("/help/text").textValue()).contains("Mend: ");
            assertThat(rule.at("/help/markdown").textValue())
                    .contains("docs/rules/" + rule.get("id").textValue() + ".md");
            assertThat(rule.at("/defaultConfiguration/level").textValue()).isIn("none", "note", "warning", "error");
            assertThat(rule.at("/defaultConfiguration/enabled").isBoolean()).isTrue();
        });
        assertThat(list(rules)).extracting(rule -> rule.get("id")).doesNotHaveDuplicates();
        assertThat(log.get("$schema").textValue()).endsWith("/sarif-schema-2.1.0.json");
        assertThat(run.at("/tool/driver/name").textValue()).isEqualTo("Turnout");
        assertThat(run.get("columnKind").textValue()).isIn("utf16CodeUnits", "unicodeCodePoints");
        assertThat(run.at("/originalUriBaseIds/%SRCROOT%").isObject()).isTrue();
        assertThat(run.at("/invocations/0/executionSuccessful").booleanValue()).isTrue();
        List<JsonNode> results = list(run.get("results"));
        assertThat(results).hasSizeGreaterThan(1).allSatisfy(result -> {
            assertThat(rules.get(result.get("ruleIndex").intValue()).get("id")).isEqualTo(result.get("ruleId"));
            assertThat(result.get("level").textValue()).isIn("error", "warning", "note");
            assertThat(result.at("/message/text").textValue()).contains("Mend: ");
            assertThat(result.get("rank").doubleValue()).isBetween(0.0, 100.0);
            assertThat(result.has("baselineState") ? result.get("baselineState").textValue() : "new")
                    .isIn("new", "unchanged", "updated", "absent");
            assertThat(URI.create(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                            .textValue()))
                    .satisfies(uri -> assertThat(uri.isAbsolute())
                            .isEqualTo(result.at("/locations/0/physicalLocation/artifactLocation/uriBaseId")
                                    .isMissingNode()));
            assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                            .textValue())
                    .endsWith("/src/main/java/shop/Cart.java");
            assertThat(result.at("/locations/0/physicalLocation/region/startLine")
                            .intValue())
                    .isEqualTo(8);
            assertThat(result.at("/partialFingerprints").fieldNames().next()).isEqualTo("turnout/v1");
            assertThat(list(result.at("/codeFlows/0/threadFlows/0/locations"))).hasSize(3);
        });
        JsonNode known = results.stream()
                .filter(result -> result.get("ruleId").textValue().equals("TRN104"))
                .findFirst()
                .orElseThrow();
        assertThat(known.get("baselineState").textValue()).isEqualTo("unchanged");
        assertThat(known.at("/suppressions/0/kind").textValue()).isEqualTo("external");
        assertThat(results)
                .filteredOn(result -> !result.get("level").textValue().equals("error"))
                .isNotEmpty()
                .allSatisfy(warning -> assertThat(warning.has("baselineState")).isFalse());
    }

    @Test
    void anAnnotationStandsOnOneLineWithFileAndLine() throws IOException {
        write(WAIT);
        assertThat(check("--format", "github")).isEqualTo(Turnout.NO);

        String first = out.lines().findFirst().orElseThrow();
        assertThat(first)
                .startsWith("::error file=")
                .contains(
                        "/src/main/java/shop/Cart.java,line=8,title=TRN104 thread-sleep::TRN104 thread-sleep: Thread.sleep")
                .contains("%0A  > Cart.note")
                .contains("%0A  mend: ");
        assertThat(out.lines().skip(1).findFirst())
                .hasValueSatisfying(line -> assertThat(line).startsWith("1 finding fails"));
    }

    @Test
    void thePageNeedsNoOtherFileAndShowsTheSource() throws IOException {
        write(WAIT);
        assertThat(check("--format", "html")).isEqualTo(Turnout.NO);

        assertThat(out)
                .startsWith("<!DOCTYPE html>")
                .contains("<title>Turnout check: 1 finding fails</title>", "TRN104 thread-sleep")
                .contains("return &quot;&lt;b&gt;&quot;;", "<span class=\"at\"><i>    8</i>")
                .doesNotContain("@body@", "@verdict@", "src=", "href=", "url(", "<b>\"");
    }

    @Test
    void sourcesMayLieAnywhere() throws IOException {
        write(WAIT);
        Path elsewhere = project.resolve("code");
        Files.move(project.resolve("src/main/java"), elsewhere);

        check("--format", "github", "--sources", elsewhere.toString());
        assertThat(out).contains("/code/shop/Cart.java,line=8");
        check("--format", "github");
        assertThat(out).startsWith("::error title=TRN104 thread-sleep::");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() throws IOException {
        write(WAIT);
        String[] file = {"--baseline", baseline.toString()};

        assertThat(check(with(file, "--write-baseline", "--update-baseline", "--reason", "old")))
                .isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0873", "Give one of them");
        assertThat(check(with(file, "--reason", "old"))).isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0873", "are for --write-baseline");
        assertThat(check(with(file, "--write-baseline", "--reason", "old", "--until", "2020-01-01")))
                .isEqualTo(Turnout.FAILED);
        assertThat(err).contains("TURNOUT-0873", "--until 2020-01-01 is past");
        assertThat(baseline).doesNotExist();
    }

    private void write(String body) throws IOException {
        Path source = project.resolve("src/main/java/shop/Cart.java");
        Files.createDirectories(source.getParent());
        Files.createDirectories(classes);
        Files.writeString(source, CART.formatted(body));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-g",
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        assertThat(failed).isZero();
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private int check(String... options) {
        List<String> all = new ArrayList<>(List.of("check", "--classes", classes.toString()));
        all.addAll(List.of(options));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        StringWriter to = new StringWriter();
        StringWriter errors = new StringWriter();
        int exit = Turnout.commandLine()
                .setOut(new PrintWriter(to))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
        out = to.toString();
        err = errors.toString();
        return exit;
    }
}
