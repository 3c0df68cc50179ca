// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as tables for a terminal. */
final class Tables {
    private Tables() {}

    static String of(Report report) {
        List<String[]> rows = new ArrayList<>();
        row(rows, "jobs attempted / acknowledged", report.attempted() + " / " + report.acknowledged());
        row(rows, "executed", report.executed());
        row(rows, "lost", report.lost());
        row(
                rows,
                "duplicates (bound: held by the killed worker)",
                report.duplicates() + " (" + report.duplicateBound() + ")");
        row(rows, "duplicates among legacy servers alone", report.legacyOnlyDuplicates());
        row(rows, "ended by pool", report.byPool());
        row(rows, "async starts after the rollback had returned", report.asyncStartsAfterRollback());
        row(rows, "rollback, ms", report.rollbackMillis());
        row(rows, "recovery after kill -9, ms", report.recoveryMillis());
        row(rows, "legacy servers stopped", report.legacyServersStopped());
        row(
                rows,
                "blocking sites: native / offload / refused",
                report.sites().composed() + " / " + report.sites().offload() + " / "
                        + report.sites().refused());
        row(
                rows,
                "violations before / after",
                report.violations().before() + " / " + report.violations().after());
        row(rows, "wall clock, s", report.wallSeconds());
        return table(List.of("figure", "value"), rows);
    }

    static String starts(Map<String, Map<String, Map<String, Integer>>> starts) {
        List<String> phases = starts.values().stream()
                .flatMap(pools -> pools.values().stream())
                .flatMap(phase -> phase.keySet().stream())
                .distinct()
                .toList();
        List<String> ordered = List.of("before", "mixed", "10%", "100%", "rollback", "forward").stream()
                .filter(phases::contains)
                .toList();
        List<String> header = new ArrayList<>(List.of("starts of task (legacy + async)"));
        header.addAll(ordered);
        List<String[]> rows = starts.entrySet().stream()
                .map(task -> {
                    List<String> cells = new ArrayList<>(List.of(task.getKey()));
                    ordered.forEach(phase -> cells.add(cell(task.getValue(), phase)));
                    return cells.toArray(String[]::new);
                })
                .toList();
        return table(header, rows);
    }

    private static String cell(Map<String, Map<String, Integer>> pools, String phase) {
        return List.of("legacy", "async").stream()
                .map(pool -> String.valueOf(pools.getOrDefault(pool, Map.of()).getOrDefault(phase, 0)))
                .collect(Collectors.joining(" + "));
    }

    static String table(List<String> header, List<String[]> rows) {
        List<Column> columns = header.stream()
                .map(name -> new Column()
                        .header(name)
                        .dataAlign(HorizontalAlign.LEFT)
                        .maxWidth(100))
                .toList();
        return AsciiTable.getTable(columns.toArray(Column[]::new), rows.toArray(Object[][]::new));
    }

    private static void row(List<String[]> rows, String name, Object value) {
        rows.add(new String[] {name, String.valueOf(value)});
    }
}
