// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What one process writes down about what it runs, line by line, straight into the file: a kill loses nothing. */
final class Pen {
    private final String owner;
    private final FileOutputStream file; // not a channel: an interrupt of the writing thread must not close it

    Pen(Path path, String owner) throws IOException {
        this.owner = owner;
        this.file = new FileOutputStream(path.toFile(), true);
    }

    synchronized void write(String what, String job, String task) {
        String line = new Line(what, job, owner, task, System.nanoTime()).text() + "\n";
        try {
            file.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException lost) {
            throw new UncheckedIOException("the account cannot be written", lost);
        }
    }
}
