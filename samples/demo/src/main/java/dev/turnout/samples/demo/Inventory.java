// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the recipes say of a project, read from the data tables that rewrite-maven-plugin exports.
 *
 * @param tasks one row a task: task, verdict, reason, lane, pool, nativeSites, offloadSites, refusedSites
 * @param sites one row a blocking call on the path of a task: task, path, file, line, call, outcome, reason
 */
record Inventory(List<Map<String, String>> tasks, List<Map<String, String>> sites) {
    private static final List<String> VERDICTS = List.of("compose", "lane", "leave");

    /** Reads the tables of the newest run in {@code project}. */
    static Inventory of(Path project) throws IOException {
        Path newest;
        try (Stream<Path> runs = Files.list(project.resolve("target/rewrite/datatables"))) {
            newest = runs.max(Comparator.comparing(Path::getFileName))
                    .orElseThrow(() -> new DemoFailure("the recipes exported no data tables in " + project));
        }
        return new Inventory(
                rows(newest.resolve("dev.turnout.recipes.table.Tasks.csv")),
                rows(newest.resolve("dev.turnout.recipes.table.Sites.csv")));
    }

    private static List<Map<String, String>> rows(Path table) throws IOException {
        CsvSchema header = CsvSchema.emptySchema().withHeader().withComments();
        try (MappingIterator<Map<String, String>> rows =
                new CsvMapper().readerFor(Map.class).with(header).readValues(table.toFile())) {
            return rows.readAll();
        }
    }

    String tasksTable() {
        List<String[]> rows = tasks.stream()
                .sorted(Comparator.comparing((Map<String, String> task) -> VERDICTS.indexOf(task.get("verdict")))
                        .thenComparing(task -> task.get("task")))
                .map(task -> new String[] {
                    simple(task.get("task")),
                    task.get("verdict"),
                    task.get("nativeSites"),
                    task.get("offloadSites"),
                    task.get("refusedSites"),
                    task.get("reason")
                })
                .toList();
        return Tables.table(List.of("task", "verdict", "native", "offload", "refused", "reason"), rows);
    }

    /** Every blocking call with the path to it, by task. */
    String sitesByTask() {
        Map<String, List<Map<String, String>>> byTask = sites.stream()
                .collect(Collectors.groupingBy(site -> site.get("task"), TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byTask.forEach((task, calls) -> {
            text.append(simple(task)).append('\n');
            for (Map<String, String> call : calls) {
                text.append("  %-8s %-44s %s  (%s:%s)%s%n"
                        .formatted(
                                call.get("outcome"),
                                call.get("call"),
                                call.get("path"),
                                call.get("file").replaceFirst(".*/", ""),
                                call.get("line"),
                                reason(call.get("reason"))));
            }
        });
        return text.toString();
    }

    /** Why a call is not native, where that is more than that no async form exists. */
    private static String reason(String code) {
        return code.isEmpty() || code.equals("NO_ASYNC_FORM") ? "" : "  " + code;
    }

    String summary() {
        Report.Sites all = counts();
        Map<String, Long> verdicts = tasks.stream()
                .collect(Collectors.groupingBy(task -> task.get("verdict"), TreeMap::new, Collectors.counting()));
        return tasks.size() + " tasks " + verdicts + "; " + sites.size() + " blocking sites: " + all.composed()
                + " native, " + all.offload() + " offload, " + all.refused() + " refused";
    }

    Report.Sites counts() {
        return new Report.Sites(count("native"), count("offload"), count("refused"));
    }

    private int count(String outcome) {
        return (int) sites.stream()
                .filter(site -> outcome.equals(site.get("outcome")))
                .count();
    }

    /** {@code NotebookTasks#processUrl(String, String, long)}. */
    private static String simple(String address) {
        return address.replaceAll("\\b(?:\\w+\\.)+(\\w+)", "$1").replace(",", ", ");
    }
}
