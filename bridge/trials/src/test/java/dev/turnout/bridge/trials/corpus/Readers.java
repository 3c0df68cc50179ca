// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a line of JobRunr saw in a document: that which wrote it, and 7.5 in what the others wrote. */
final class Readers {
    static final String ITSELF = "itself";
    static final String BEFORE_6 = "a server older than 6 reads no state that we append, so none may live beside us:";

    private Readers() {}

    static List<String> of(String version, Path mapper) {
        boolean foreign = !version.equals("7.5") && !mapper.endsWith("Jackson3"); // which 7.5 has not
        return foreign ? List.of(ITSELF, "7.5") : List.of(ITSELF);
    }

    private static Path file(Path document, String reader) {
        return Path.of(document + (reader.equals(ITSELF) ? "" : "." + reader) + ".shape");
    }

    /** Empty if it could not be read. */
    static List<String> shape(Path document, String reader) {
        Path file = file(document, reader);
        return Files.exists(file) ? lines(file) : List.of();
    }

    static String refusal(Path document, String reader) {
        return lastLine(Path.of(file(document, reader) + ".refused"));
    }

    /** Jackson in JobRunr 5 stops at the name of a server, which JobRunr 6 brought. */
    static boolean known(Path written, String reader) {
        return reader.equals(ITSELF)
                && written.toString().contains("5.3/Jackson/")
                && refusal(written, reader).contains("Unrecognized field \"serverName\"");
    }

    /** What is no longer read, what is read instead, and what of ours is not read as we meant it. */
    static List<String> differences(List<String> before, List<String> after, Version version) {
        int states = (int) before.stream()
                .filter(line -> line.matches("job\\.jobHistory\\[\\d+\\]=.*"))
                .count();
        List<String> differences = new ArrayList<>(before);
        differences.removeAll(after);
        differences.removeIf(line -> ours(line, version) || line.startsWith("job.jobHistory="));
        version.read(states).stream().filter(line -> !after.contains(line)).forEach(differences::add);
        List<String> more = new ArrayList<>(after);
        more.removeAll(before);
        more.removeIf(line -> ours(line, version) || line.startsWith("job.jobHistory"));
        differences.addAll(more);
        return differences;
    }

    private static boolean ours(String line, Version version) {
        return line.startsWith("job.version=") || version.clears() && line.startsWith("job.metadata");
    }

    static boolean sameInstant(String one, String other) {
        String type = ZonedDateTime.class.getName() + " ";
        return one.contains(type)
                && other.contains(type)
                && instant(one, type).isEqual(instant(other, type))
                && instant(one, type)
                        .getZone()
                        .normalized()
                        .equals(instant(other, type).getZone().normalized());
    }

    private static ZonedDateTime instant(String shape, String type) {
        return ZonedDateTime.parse(shape.substring(shape.indexOf(type) + type.length())
                .lines()
                .findFirst()
                .orElseThrow());
    }

    static String oneLine(String shape) {
        return shape.lines()
                .skip(1)
                .toList()
                .toString()
                .replace("arguments", "")
                .toLowerCase(Locale.ROOT);
    }

    static String lastLine(Path file) {
        List<String> lines = Files.exists(file) ? lines(file) : List.of("no word");
        return lines.get(lines.size() - 1);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
