// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import dev.turnout.runtime.Worker;
import dev.turnout.runtime.async.AllowBlocking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The sign for the command that the worker is on the queue's list: an empty file. */
public final class ReadyFile {
    private static final long LOOK_MILLIS = 20;

    private ReadyFile() {}

    /** Makes {@code file} as soon as {@code worker} is registered, and says so as {@code what}. Returns at once. */
    public static void when(Worker worker, Path file, String what) {
        Thread look = new Thread(() -> await(worker, file, what), "turnout-ready");
        look.setDaemon(true);
        look.start();
    }

    private static void await(Worker worker, Path file, String what) {
        try {
            while (!worker.health().registered()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            make(file);
            System.err.println("turnout: " + what);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes {@code file} now: a burst may be over before anybody has looked. */
    @AllowBlocking(reason = "One empty file in the life of a process, when its burst is over and nothing else runs.")
    public static void make(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException unwritable) {
            System.err.println("turnout: cannot write " + file + ": " + unwritable);
        }
    }
}
