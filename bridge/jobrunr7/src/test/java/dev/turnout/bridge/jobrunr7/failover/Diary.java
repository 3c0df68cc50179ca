// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7.failover;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Each run of a job, written as it starts, straight into the file of this process. */
public final class Diary {
    private final FileOutputStream file;

    Diary(Path path) throws IOException {
        this.file = new FileOutputStream(path.toFile(), true);
    }

    /** The one task of both pools. */
    public void work(String job, int millis) throws InterruptedException {
        write("RUN " + job + " " + System.nanoTime());
        Thread.sleep(millis);
    }

    synchronized void write(String line) {
        try {
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException lost) {
            throw new UncheckedIOException("the diary cannot be written", lost);
        }
    }
}
