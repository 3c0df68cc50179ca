// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import dev.turnout.rules.CsvLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Comma-separated lines under a header. A field with a comma or a quote stands in double quotes. */
record Sheet(List<String> header, List<Map<String, String>> rows) {
    /**
     * @param columns that must be there
     * @throws IllegalArgumentException if a column is missing or a line has another number of fields
     */
    static Sheet read(Path file, List<String> columns) {
        try {
            return parse(file.toString(), Files.readAllLines(file), columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sheet parse(String name, List<String> lines, List<String> columns) {
        List<String> header = CsvLine.fields(lines.get(0));
        if (!header.containsAll(columns)) {
            throw new IllegalArgumentException(name + " has the columns " + header + ", needed are " + columns);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> fields = withNote(CsvLine.fields(line), header);
            if (fields.size() != header.size()) {
                throw new IllegalArgumentException(name + " line " + (i + 1) + " has " + fields.size()
                        + " fields, the header has " + header.size() + ". Put fields with a comma in double quotes.");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int f = 0; f < fields.size(); f++) {
                row.put(header.get(f), fields.get(f).strip());
            }
            rows.add(row);
        }
        return new Sheet(header, rows);
    }

    /** Commas in a note at the end are the note's own. */
    private static List<String> withNote(List<String> fields, List<String> header) {
        int last = header.size() - 1;
        if (fields.size() <= header.size() || !header.get(last).equals("note")) {
            return fields;
        }
        List<String> joined = new ArrayList<>(fields.subList(0, last));
        joined.add(String.join(",", fields.subList(last, fields.size())));
        return joined;
    }

    void write(Path file) {
        List<String> lines = new ArrayList<>(List.of(line(header)));
        rows.forEach(row -> lines.add(line(header.stream().map(row::get).toList())));
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(List<String> fields) {
        return fields.stream().map(Sheet::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String field) {
        return field.matches("(?s).*[,\"\n].*") || field.startsWith("#")
                ? "\"" + field.replace("\"", "\"\"").replace('\n', ' ') + "\""
                : field;
    }
}
