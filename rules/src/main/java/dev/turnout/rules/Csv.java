// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads comma-separated lines, with double quotes around fields that hold commas. The first line may be a header. */
final class Csv {
    /** What the first column is called. */
    private static final Set<String> HEADERS = Set.of("owner", "owner_class");

    private Csv() {}

    /**
     * The rows after the header, each with at least {@code columns} fields.
     *
     * @throws IllegalArgumentException if a line has fewer; the message names source and line
     */
    static List<List<String>> read(String source, InputStream in, int columns) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> fields = fields(line);
            if (number == 1 && HEADERS.contains(fields.get(0).strip())) {
                continue;
            }
            if (fields.size() < columns) {
                throw new IllegalArgumentException("TURNOUT-0701 " + source + " line " + number + " has "
                        + fields.size() + " fields, " + columns + " are needed. Put fields that hold a comma in double"
                        + " quotes.");
            }
            rows.add(fields);
        }
        return rows;
    }

    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
