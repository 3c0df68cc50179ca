// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/** Sums over the rounds of a long trial, kept in a file so that it can be gone on with. */
final class Tally {
    private final Optional<Path> file;
    private final Properties sums;

    private Tally(Optional<Path> file, Properties sums) {
        this.file = file;
        this.sums = sums;
    }

    /** What that file says; nothing yet if there is none. Without a name nothing is kept. */
    static Tally of(String name) throws IOException {
        Properties sums = new Properties();
        Optional<Path> file =
                Optional.of(name).filter(given -> !given.isEmpty()).map(Path::of);
        if (file.isPresent() && Files.exists(file.get())) {
            try (Reader reader = Files.newBufferedReader(file.get())) {
                sums.load(reader);
            }
        }
        return new Tally(file, sums);
    }

    long get(String name) {
        return Long.parseLong(sums.getProperty(name, "0"));
    }

    void add(String name, long more) {
        sums.setProperty(name, Long.toString(get(name) + more));
    }

    /** Writes it down; a kill leaves the file as it was. */
    void keep() throws IOException {
        if (file.isPresent()) {
            Path next = Path.of(file.get() + ".next");
            try (Writer writer = Files.newBufferedWriter(next)) {
                sums.store(writer, null);
            }
            Files.move(next, file.get(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Figures into(Figures figures) {
        sums.stringPropertyNames().stream().sorted().forEach(name -> figures.put(name + "InAll", get(name)));
        return figures;
    }
}
