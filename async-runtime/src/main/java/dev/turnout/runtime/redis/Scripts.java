// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads scripts from the class path, one file a script. A file opens with a header, comment lines that name KEYS, ARGV
 * and the numbered answers; a line {@code -- include lib/x.lua} is replaced by that file.
 */
public final class Scripts {
    private static final String COMMENT = "--";
    private static final String INCLUDE = "-- include ";

    private Scripts() {}

    /**
     * The script in the file {@code name} beside {@code anchor}. Reads the class path, so call it when starting.
     *
     * @throws IllegalArgumentException if there is no such file, or if its header says not what it takes and answers
     */
    public static Script load(Class<?> anchor, String name) {
        String text = read(anchor, name);
        List<String> header =
                text.lines().takeWhile(line -> line.startsWith(COMMENT)).toList();
        String joined = String.join("\n", header);
        if (!joined.contains("KEYS") || !joined.contains("ARGV") || !joined.matches("(?s).*--\\s+-?\\d.*")) {
            throw new IllegalArgumentException("TURNOUT-0503 the script " + name
                    + " has no header; open it with comment lines that name KEYS, ARGV and the numbered answers");
        }
        return Script.of(name, header, expand(anchor, text));
    }

    private static String expand(Class<?> anchor, String text) {
        StringBuilder source = new StringBuilder(text.length());
        text.lines()
                .forEach(line -> source.append(
                                line.startsWith(INCLUDE)
                                        ? read(
                                                anchor,
                                                line.substring(INCLUDE.length()).strip())
                                        : line)
                        .append('\n'));
        return source.toString();
    }

    private static String read(Class<?> anchor, String name) {
        try (InputStream in = anchor.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("TURNOUT-0504 there is no script " + name + " beside "
                        + anchor.getName() + " on the class path; was the jar repackaged without its resources?");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("TURNOUT-0504 the script " + name + " cannot be read", e);
        }
    }
}
