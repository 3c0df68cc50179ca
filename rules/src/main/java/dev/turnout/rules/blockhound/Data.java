// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.blockhound;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/** The data files beside this class. */
final class Data {
    private Data() {}

    /** The lines of {@code name}, by key. */
    static Map<String, String> read(String name) {
        Properties lines = new Properties();
        try (InputStream in = Objects.requireNonNull(Data.class.getResourceAsStream(name), name)) {
            lines.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        Map<String, String> sorted = new TreeMap<>();
        lines.stringPropertyNames().forEach(key -> sorted.put(key, lines.getProperty(key)));
        return sorted;
    }
}
