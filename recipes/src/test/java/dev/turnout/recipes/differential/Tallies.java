// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The file in which each run leaves its range of seeds and what it counted, so that ranges add up. */
final class Tallies {
    private static final String HEAD =
            "date,first seed,last seed,programs,malformed,supported,converted,native,differences,odd reasons,runs,refused,rows,nestings";

    private final Path file;

    Tallies(Path file) {
        this.file = file;
    }

    /** The first seed that no run has had yet. */
    long next() {
        return lines().stream()
                .mapToLong(line -> Long.parseLong(line.split(",")[2]) + 1)
                .max()
                .orElse(FIRST);
    }

    /** Seeds below are for the ordinary tests. */
    private static final long FIRST = 100_000;

    void append(long first, long last, Tally tally) {
        List<String> cells = new ArrayList<>();
        cells.add(LocalDate.now(ZoneOffset.UTC).toString());
        cells.add(String.valueOf(first));
        cells.add(String.valueOf(last));
        cells.addAll(tally.cells());
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, HEAD + "\n");
            }
            Files.writeString(file, String.join(",", cells) + "\n", StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Programs and differences of all runs so far. */
    String total() {
        long programs = 0;
        long differences = 0;
        for (String line : lines()) {
            String[] cells = line.split(",");
            programs += Long.parseLong(cells[3]);
            differences += Long.parseLong(cells[8]);
        }
        return "all runs in " + file + ": programs " + programs + ", differences " + differences;
    }

    private List<String> lines() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().skip(1).toList()
                    : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
