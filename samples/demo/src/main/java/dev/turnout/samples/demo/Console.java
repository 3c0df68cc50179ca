// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import java.io.PrintStream;
import java.util.function.Supplier;

/** What the demo says while it works: a heading a step, and a line every few seconds, also where nobody looks at a terminal. */
final class Console {
    private static final long EVERY = 5_000_000_000L;

    private final PrintStream out;
    private final int steps;
    private int step;
    private long stepBegan;
    private long lastLine;

    Console(PrintStream out, int steps) {
        this.out = out;
        this.steps = steps;
    }

    void step(String name, String what) {
        step++;
        stepBegan = System.nanoTime();
        lastLine = stepBegan;
        out.printf("%n%d/%d %s – %s%n", step, steps, name, what);
    }

    void line(String text) {
        lastLine = System.nanoTime();
        text.lines().forEach(line -> out.println("    " + line));
    }

    /** Says how far it is, at most every five seconds. */
    void progress(Supplier<String> text) {
        if (System.nanoTime() - lastLine > EVERY) {
            line("… %3d s  %s".formatted((System.nanoTime() - stepBegan) / 1_000_000_000L, text.get()));
        }
    }

    /** Runs {@code work} on this thread, with a line every five seconds from another one. */
    <T> T during(String what, java.util.concurrent.Callable<T> work) throws Exception {
        Thread ticker = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(1_000);
                            progress(() -> what);
                        }
                    } catch (InterruptedException done) {
                        Thread.currentThread().interrupt();
                    }
                },
                "demo-progress");
        ticker.setDaemon(true);
        ticker.start();
        try {
            return work.call();
        } finally {
            ticker.interrupt();
            ticker.join();
        }
    }

    void took() {
        out.printf("    done in %.1f s%n", (System.nanoTime() - stepBegan) / 1e9);
    }
}
