// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ties a worker's process to the command that started it, through standard input: a line {@value #DRAIN} asks it to stop,
 * {@value #HURRY} to stop sooner, and its end means that the command is gone, however it went; then it drains too. So no
 * process is left behind.
 *
 * <p>The process hears signals itself: SIGTERM drains, a second one hurries. SIGINT is the command's affair, because a
 * terminal sends it to both. What has not ended in time is ended hard; its leases then lapse, and its jobs run elsewhere.
 */
public final class Tether {
    /** Asks for a drain. */
    public static final String DRAIN = "drain";

    /** Asks for a quicker end of a drain. */
    public static final String HURRY = "hurry";

    /** How much longer than its drain time-out a stop may take: for answers of Redis, and for the application's own end. */
    public static final Duration GRACE = Duration.ofSeconds(45);

    private static final int LEFT_BEHIND = 1;

    private final Held held;
    private final PrintStream err;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicInteger signals = new AtomicInteger();

    private Tether(Held held, PrintStream err) {
        this.held = held;
        this.err = err;
    }

    /** What is held. Methods must not wait; each may be called again. */
    public interface Held {
        /** Stop claiming now, and end when the running jobs have ended. */
        void drain();

        /** Let running jobs have no more time. */
        void hurry();

        /** How long a drain may take before the process is ended hard. */
        Duration longest();
    }

    /** Holds {@code held} from now on, by standard input and signals. */
    public static void hold(Held held) {
        Tether tether = new Tether(held, System.err);
        Signals.on("TERM", tether::terminated);
        Signals.on("INT", () -> {});
        tether.listen(System.in);
    }

    /** A signal to the whole process group reaches the command too, whose word may be quicker: only signals are counted. */
    private void terminated() {
        if (signals.incrementAndGet() > 1) {
            held.hurry();
        } else {
            drain();
        }
    }

    private void listen(InputStream in) {
        daemon("turnout-tether", () -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    heard(line);
                }
            } catch (IOException broken) {
                err.println("turnout: the line to the command is broken: " + broken.getMessage());
            }
            if (!draining.get()) {
                err.println("turnout: the command that started this worker is gone; the worker drains and ends.");
            }
            drain();
        });
    }

    private void heard(String line) {
        switch (line) {
            case DRAIN -> drain();
            case HURRY -> held.hurry();
            default -> err.println("turnout: unknown word on standard input is ignored: " + line);
        }
    }

    private void drain() {
        if (draining.getAndSet(true)) {
            return;
        }
        daemon("turnout-deadline", this::endHard);
        held.drain();
    }

    private void endHard() {
        Duration longest = held.longest();
        try {
            TimeUnit.MILLISECONDS.sleep(longest.toMillis());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return;
        }
        err.println("turnout: TURNOUT-0390 the worker has not stopped within " + longest.toSeconds()
                + " s and is ended hard. Jobs that it still holds run elsewhere when their leases have lapsed.");
        err.flush();
        Runtime.getRuntime().halt(LEFT_BEHIND);
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
