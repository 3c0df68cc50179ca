// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Findings that were there before the rules, in a text file: they do not fail a check, what is new does.
 *
 * <p>A line names rule, entry and call, and the method that holds the call; neither lines nor the way between nor any
 * wording. A check never writes the file. It gets shorter by {@link Compared#rest()}, and longer only by hand.
 *
 * <p>What the rules say of themselves, {@code TRN805} and {@code TRN806}, has no place and is never taken in.
 */
public final class Baseline {
    private static final String HEAD = """
            # Turnout baseline: findings that were there before. It only shrinks: check --update-baseline takes out what is fixed.
            # rule | entry | call | method of the call | how many | since | until | reason
            """;

    private final Path file;
    private final List<KnownFinding> lines;

    private Baseline(Path file, List<KnownFinding> lines) {
        this.file = file;
        // A merge in git may leave a line twice, with two numbers: the smaller one is true, since numbers only fall.
        this.lines = counted(lines, Math::min);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException if there is none, or a line of it cannot be read
     */
    public static Baseline read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "TURNOUT-0850 there is no baseline " + file + ", so nothing was compared."
                            + " Make it once, of what fails today: ./turnout check --classes ... --baseline " + file
                            + " --write-baseline --reason \"...\". Or leave --baseline out.");
        }
        List<KnownFinding> lines = new ArrayList<>();
        try {
            List<String> all = Files.readAllLines(file);
            for (int i = 0; i < all.size(); i++) {
                String line = all.get(i);
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(BaselineLine.read(line, file + " line " + (i + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("TURNOUT-0853 the baseline " + file + " cannot be read: " + e, e);
        }
        return new Baseline(file, lines);
    }

    /**
     * A first baseline: all that fails in {@code report}.
     *
     * @param until the last day on which it is let through; empty for no end
     * @param reason why; not blank
     */
    public static Baseline of(Path file, Report report, LocalDate since, Optional<LocalDate> until, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("TURNOUT-0852 a baseline needs a reason; nothing was written. Say why"
                    + " these findings may stay: --reason \"...\".");
        }
        String oneLine = reason.strip().replaceAll("\\s+", " ");
        return rest(
                file,
                report.failures().stream()
                        .filter(Baseline::hasPlace)
                        .map(finding -> KnownFinding.of(finding, since, until, oneLine))
                        .toList());
    }

    /** Its lines, sorted. */
    public List<KnownFinding> lines() {
        return lines;
    }

    /** Tells what is new in {@code report} from what this knows. Writes nothing. */
    public Compared compare(Report report, LocalDate today) {
        return new Matching(lines, today).compare(file, report);
    }

    /** Writes it where it was read from, or is to be; a reader never sees half of it. */
    public void write() {
        StringBuilder text = new StringBuilder(HEAD);
        lines.forEach(line -> text.append(BaselineLine.write(line)).append('\n'));
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("TURNOUT-0854 the baseline " + file + " cannot be written: " + e, e);
        }
    }

    static boolean hasPlace(Violation finding) {
        return !finding.path().isEmpty();
    }

    static Baseline rest(Path file, List<KnownFinding> each) {
        return new Baseline(file, counted(each, Integer::sum));
    }

    /** Equal lines as one, with their number. */
    private static List<KnownFinding> counted(List<KnownFinding> lines, BinaryOperator<Integer> together) {
        Map<KnownFinding, Integer> counts = new TreeMap<>();
        lines.forEach(line -> counts.merge(line.times(1), line.count(), together));
        return counts.entrySet().stream()
                .map(e -> e.getKey().times(e.getValue()))
                .toList();
    }

    /**
     * A report, seen with what was known.
     *
     * @param open the report without what is known; it decides whether the check passes
     * @param known what would fail, and does not because a line knows it
     * @param fixed lines, with the number of findings of them that are gone
     * @param expired lines past their last day, whose findings are open again
     * @param rest the baseline without what is fixed; never longer than before
     */
    public record Compared(
            Report open,
            List<Violation> known,
            List<KnownFinding> fixed,
            List<KnownFinding> expired,
            Optional<Baseline> rest) {
        public Compared {
            known = List.copyOf(known);
            fixed = List.copyOf(fixed);
            expired = List.copyOf(expired);
        }

        /** A report without a baseline: all is open. */
        public static Compared without(Report report) {
            return new Compared(report, List.of(), List.of(), List.of(), Optional.empty());
        }

        /** All findings, open and known, in their order. */
        public List<Violation> all() {
            return Stream.concat(open.violations().stream(), known.stream())
                    .sorted(Violation.ORDER)
                    .toList();
        }
    }
}
