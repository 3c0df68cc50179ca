// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import dev.turnout.bridge.process.Tether;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A worker's process. Its standard input is the line to it: when this process is gone, it hears the end of it and drains. */
final class ChildWorker {
    private final Process process;
    private final OutputStream line;
    private final Path ready;

    ChildWorker(Process process, Path ready) {
        this.process = process;
        this.line = process.getOutputStream();
        this.ready = ready;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Whether its worker has entered the queue's list. */
    boolean ready() {
        return Files.exists(ready);
    }

    void drain() {
        say(Tether.DRAIN);
    }

    void hurry() {
        say(Tether.HURRY);
    }

    private synchronized void say(String word) {
        try {
            line.write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            line.flush();
        } catch (IOException ended) {
            // it has ended meanwhile, or is about to: whoever waits for its end sees that
        }
    }

    /** Waits for its end, without a limit, and gives its exit code. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Waits for its end; kills it where it takes longer. */
    boolean endsWithin(Duration limit) throws InterruptedException {
        if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        process.destroyForcibly().waitFor();
        return false;
    }

    int exitCode() {
        return process.exitValue();
    }
}
