// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each row of the table, twice: on the caller's thread it is found by its rule, behind an offload it is not. */
class RowsTest {
    @Test
    void everyRowIsFoundOnAnAsyncPathAndNotBehindAnOffload(@TempDir Path directory) throws IOException {
        Rows all = Rows.all();
        Corpus corpus = Corpus.get();
        Path library = directory.resolve("standins");
        corpus.compile(library, all.standIns());
        Path classes = directory.resolve("classes");
        corpus.compile(
                classes, Map.of("Here", source("Here", all.rows()), "There", source("There", all.rows())), library);
        List<Path> classPath = new ArrayList<>(corpus.classPath());
        classPath.add(0, library);

        Report report = Rules.check(List.of(classes), classPath);

        Map<String, List<Violation>> byEntry = report.violations().stream()
                .collect(Collectors.groupingBy(
                        v -> v.entry().substring(0, v.entry().indexOf('('))));
        Map<Rule, String> texts = new EnumMap<>(Rule.class);
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < all.rows().size(); i++) {
            Rows.Row row = all.rows().get(i);
            Rule rule = Kinds.ruleOf(row.row()).orElseThrow();
            byEntry.getOrDefault("Here#p" + i, List.of()).stream()
                    .filter(v -> v.rule() == rule)
                    .findFirst()
                    .ifPresent(v -> texts.putIfAbsent(rule, withoutPlace(TextReport.of(v))));
            boolean found =
                    byEntry.getOrDefault("Here#p" + i, List.of()).stream().anyMatch(v -> v.rule() == rule);
            if (!found && rule.severity() != Severity.OFF) {
                missed.add(row.text() + " " + rule + " " + row.call() + byEntry.getOrDefault("Here#p" + i, List.of()));
            }
        }
        assertThat(missed).isEmpty();
        assertThat(report.failures()).noneMatch(v -> v.entry().startsWith("There#"));
        assertThat(all.rows()).hasSizeGreaterThan(1_500);
        Golden.compare("rows.txt", String.join("\n", texts.values()));
    }

    /** Without the row's number, which changes with every row before it. */
    private static String withoutPlace(String text) {
        return text.replaceAll("#p\\d+", "#p")
                .replaceAll("\\.p\\d+ +\\(", ".p  (")
                .replaceAll("java:\\d+", "java");
    }

    private static String source(String name, List<Rows.Row> rows) {
        StringBuilder text = new StringBuilder(
                        "import java.util.concurrent.*; import dev.turnout.runtime.async.*; class ")
                .append(name)
                .append(
                        " { static CompletableFuture<Void> run(Action a) { try { a.run(); } catch (Exception e) { throw")
                .append(
                        " new IllegalArgumentException(e); } return CompletableFuture.completedFuture(null); } interface")
                .append(" Action { void run() throws Exception; }\n");
        for (int i = 0; i < rows.size(); i++) {
            text.append("CompletionStage<?> p")
                    .append(i)
                    .append("(")
                    .append(rows.get(i).receiver())
                    .append(" x) { return ")
                    .append(name.equals("Here") ? "" : "Blocking.")
                    .append("run(() -> { ")
                    .append(rows.get(i).call())
                    .append("; }); }\n");
        }
        return text.append("}\n").toString();
    }
}
