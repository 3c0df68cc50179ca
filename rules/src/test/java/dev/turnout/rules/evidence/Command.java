// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tool that is run, not linked: Maven, SpotBugs, a compiler. */
record Command(List<String> words) {
    /** Its exit code, or -1 if it took longer; what it says goes to {@code log}. */
    int run(Path log, long minutes) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor(minutes, TimeUnit.MINUTES)) {
                return process.exitValue();
            }
            process.destroyForcibly().waitFor();
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
