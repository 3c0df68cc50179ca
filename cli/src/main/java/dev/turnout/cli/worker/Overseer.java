// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import dev.turnout.bridge.process.Signals;
import dev.turnout.bridge.process.Tether;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process of a worker, hands it the signals that this process gets, and waits for its end. The first SIGTERM or
 * SIGINT drains it, the next one hurries it. While files are watched, a change drains it too, and the next one starts with
 * the new files.
 */
public final class Overseer {
    private static final int DONE = 0;
    private static final int NO = 1;
    private static final int FAILED = 2;

    /** A Spring application may have any drain time-out in its configuration; the worker itself keeps to that. */
    private static final Duration UNKNOWN_DRAIN = Duration.ofMinutes(10);

    private static final Duration MARGIN = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Plan plan;
    private final PrintWriter err;
    private @Nullable ChildWorker child;
    private boolean stopping;

    private Overseer(Plan plan, PrintWriter err) {
        this.plan = plan;
        this.err = err;
    }

    /**
     * Runs the worker of {@code plan} until it ends. Blocks.
     *
     * @return the exit code of the worker's process; 0 after a stop in which nothing was left behind
     * @throws Refused if it cannot be started
     */
    public static int run(Plan plan, PrintWriter err) throws IOException, Refused, InterruptedException {
        Overseer overseer = new Overseer(plan, err);
        boolean heard = Signals.on("TERM", overseer::stop) & Signals.on("INT", overseer::stop);
        Thread last = new Thread(overseer::endBeforeExit, "turnout-overseer-exit");
        Runtime.getRuntime().addShutdownHook(last);
        if (!heard) {
            overseer.say("this JVM hears no signals; SIGTERM still drains the worker, a second one does nothing.");
        }
        RouteHint hint = RouteHint.look(plan, err);
        int code = plan.watched().isEmpty() ? overseer.once() : overseer.again();
        if (plan.burst().isPresent()) {
            hint.await(); // else the worker has run for long enough
        }
        return code;
    }

    private int once() throws IOException, Refused, InterruptedException {
        try (RunFolder folder = RunFolder.make()) {
            ChildWorker started = start(plan, folder);
            int code = started == null ? FAILED : started.awaitEnd();
            if (started != null && (code == DONE || started.ready())) {
                return code;
            }
            if (stopping()) { // before it was on the list: it holds nothing
                return plan.burst().isPresent() ? NO : DONE;
            }
            say("TURNOUT-0426 the worker's process ended before it was on the queue's list, exit code " + code
                    + "; it says above why.");
            return FAILED;
        }
    }

    private int again() throws IOException, Refused, InterruptedException {
        Snapshot.refuseIfNothingIsReloaded(plan);
        int generation = 0;
        int code = DONE;
        try (WatchedFiles files = WatchedFiles.of(plan.watched())) {
            while (!stopping()) {
                generation++;
                Fingerprint seen = files.settled(this::stopping);
                try (RunFolder folder = RunFolder.make()) {
                    code = generation(generation, folder, files, seen);
                }
            }
        }
        return code;
    }

    /** Runs one generation until a file has changed or a stop was asked for. */
    private int generation(int number, RunFolder folder, WatchedFiles files, Fingerprint seen)
            throws IOException, InterruptedException {
        ChildWorker started = startOrSayWhyNot(number, folder);
        boolean told = started == null;
        while (!stopping() && !files.differFrom(seen, LOOK)) {
            if (started != null && !told && started.ready()) {
                say("generation " + number + " runs (pid " + started.pid() + ")");
                told = true;
            }
            if (started != null && !started.alive()) {
                say("TURNOUT-0426 generation " + number + (started.ready() ? " has ended" : " did not start")
                        + ", exit code " + started.exitCode()
                        + "; it says above why. The next change of a file starts another.");
                started = null;
            }
        }
        if (started == null) {
            return DONE;
        }
        if (!stopping()) {
            say("files have changed: generation " + number + " drains");
        }
        started.drain();
        awaitEnd(started);
        return started.exitCode();
    }

    private @Nullable ChildWorker startOrSayWhyNot(int number, RunFolder folder) {
        try {
            return start(Snapshot.of(plan, folder), folder);
        } catch (Refused | IOException | RuntimeException refused) {
            say(refused.getMessage());
            say("TURNOUT-0426 generation " + number + " did not start. The next change of a file starts another.");
            return null;
        }
    }

    private synchronized @Nullable ChildWorker start(Plan what, RunFolder folder) throws IOException, Refused {
        if (stopping) {
            return null;
        }
        ChildWorker started = Launch.start(what, folder);
        child = started;
        return started;
    }

    private synchronized boolean stopping() {
        return stopping;
    }

    /** A signal has come. */
    private synchronized void stop() {
        ChildWorker running = child;
        boolean first = !stopping;
        stopping = true;
        if (running == null || !running.alive()) {
            return;
        }
        if (first) {
            say(
                    "stopping: nothing more is claimed, and running jobs get their time. A second signal gives them back now.");
            running.drain();
            Thread deadline = new Thread(() -> awaitEnd(running), "turnout-overseer-deadline");
            deadline.setDaemon(true);
            deadline.start();
        } else {
            running.hurry();
        }
    }

    private void awaitEnd(ChildWorker draining) {
        try {
            Duration limit =
                    plan.drain().orElse(UNKNOWN_DRAIN).plus(Tether.GRACE).plus(MARGIN);
            if (!draining.endsWithin(limit)) {
                say("TURNOUT-0427 the worker's process " + draining.pid() + " did not end within " + limit.toSeconds()
                        + " s and was killed. Jobs that it held run elsewhere when their leases have lapsed.");
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** For an end of this process that is no signal we hear: no worker is left behind. */
    private void endBeforeExit() {
        ChildWorker running;
        synchronized (this) {
            stopping = true;
            running = child;
        }
        if (running != null && running.alive()) {
            running.drain();
            awaitEnd(running);
        }
    }

    private void say(String what) {
        err.println("turnout: " + what);
        err.flush();
    }
}
