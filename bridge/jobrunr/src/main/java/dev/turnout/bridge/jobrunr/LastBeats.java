// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfigurationReader;
import org.jobrunr.server.tasks.TaskRunInfo;
import org.jobrunr.server.tasks.steward.UpdateJobsInProgressTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on saying in the store, once a poll interval, that the jobs of a stopping server live. JobRunr's own task for that waits for
 * the end of the stop; a stop that gives jobs longer than a master waits would lose them to that master, which calls them orphaned
 * and has them run a second time. It is JobRunr's task that is run, so a job that was deleted meanwhile is stopped as ever.
 */
final class LastBeats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastBeats.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BackgroundJobServer server;
    private final UpdateJobsInProgressTask task;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "turnout-last-beats");
        thread.setDaemon(true);
        return thread;
    });

    private LastBeats(BackgroundJobServer server) {
        this.server = server;
        this.task = new UpdateJobsInProgressTask(server);
    }

    /** Beats until it is closed, the first time at once. */
    static LastBeats of(BackgroundJobServer server) {
        LastBeats beats = new LastBeats(server);
        long poll = server.getConfiguration().getPollInterval().toMillis();
        beats.clock.scheduleWithFixedDelay(beats::beat, 0, poll, TimeUnit.MILLISECONDS);
        return beats;
    }

    private void beat() {
        try {
            task.run(new Run(server.getConfiguration()));
        } catch (RuntimeException unreachable) {
            LOG.warn(
                    "TURNOUT-0613 This server stops, and could not say that its jobs live. It tries again; if that fails"
                            + " for longer than a master waits, they run a second time.",
                    unreachable);
        }
    }

    /** Waits for a beat under way, at most 10 s. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            clock.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Run extends TaskRunInfo {
        Run(BackgroundJobServerConfigurationReader configuration) {
            super(configuration);
        }
    }
}
