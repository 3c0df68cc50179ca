// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.process;

import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.BurstResult.FailedJob;
import dev.turnout.runtime.Worker;
import java.io.PrintStream;

/** What a worker's process says at its end, and its exit code. */
public final class Account {
    /** All went well. */
    public static final int DONE = 0;

    /** It ran, and something did not end well. */
    public static final int NO = 1;

    /** It could not run. */
    public static final int FAILED = 2;

    private Account() {}

    /** Prints the counters of a burst that is over, and each job that did not end well. */
    public static int ofBurst(BurstResult result, PrintStream out) {
        out.println(result.counts());
        for (FailedJob job : result.failures()) {
            out.println("failed: " + job.id() + " " + job.task() + ": " + job.failure());
        }
        long more = result.counts().failed()
                + result.counts().parked()
                - result.failures().size();
        if (more > 0) {
            out.println("failed: and " + more + " more");
        }
        out.flush();
        return result.failures().isEmpty() ? DONE : NO;
    }

    /** Prints the counters of a worker that was asked to stop and is closed. */
    public static int ofStop(Worker closed, boolean burst, PrintStream out, PrintStream err) {
        out.println(closed.counts());
        out.flush();
        if (!closed.drained()) {
            err.println("turnout: TURNOUT-0392 the worker has stopped and could not give " + closed.inFlight()
                    + " jobs back; they run elsewhere when their leases have lapsed.");
            return NO;
        }
        if (burst) {
            err.println("turnout: the burst was stopped before the queue was empty.");
            return NO;
        }
        return DONE;
    }
}
