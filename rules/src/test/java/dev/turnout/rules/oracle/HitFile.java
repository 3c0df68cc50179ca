// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How hits come from the process that ran to the one that judges: lines of fields with tabs, the last one says the end. */
final class HitFile {
    private static final String HIT = "hit";
    private static final String END = "end";

    private HitFile() {}

    static void write(Path file, Recorder recorder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Hit hit : recorder.hits()) {
            lines.add(String.join("\t", HIT, hit.source(), hit.call(), hit.thread(), String.valueOf(hit.times())));
            hit.stack()
                    .forEach(frame -> lines.add(String.join(
                            "\t",
                            "at",
                            frame.getClassName(),
                            frame.getMethodName(),
                            String.valueOf(frame.getFileName()),
                            String.valueOf(frame.getLineNumber()))));
        }
        lines.add(END + "\t" + recorder.dropped());
        Files.write(file, lines);
    }

    /**
     * Adds the hits in {@code file} to {@code hits}.
     *
     * @return how many the run had to drop
     * @throws IllegalStateException if the file has no end: the process was killed while it wrote
     */
    static long read(Path file, List<Hit> hits) throws IOException {
        List<StackTraceElement> stack = new ArrayList<>();
        String[] head = {};
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals("at")) {
                stack.add(new StackTraceElement(fields[1], fields[2], fields[3], Integer.parseInt(fields[4])));
                continue;
            }
            if (head.length > 0) {
                hits.add(new Hit(head[1], head[2], head[3], stack, Long.parseLong(head[4])));
                stack.clear();
            }
            if (fields[0].equals(END)) {
                return Long.parseLong(fields[1]);
            }
            head = fields;
        }
        throw new IllegalStateException(file + " has no end: the process that wrote it was stopped from outside");
    }
}
