// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A run of a {@link TestWorker} has not come to its end within its limit; the message names the jobs. */
public final class UnfinishedJobs extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NAMED = 10;

    private final transient List<StoredJob> jobs;

    UnfinishedJobs(List<StoredJob> jobs, Duration limit, Instant now) {
        super("TURNOUT-0384 after " + limit.toMillis() + " ms of real time " + jobs.size()
                + (jobs.size() == 1 ? " job has" : " jobs have") + " not ended: "
                + jobs.stream().limit(NAMED).map(StoredJob::toString).collect(Collectors.joining("; "))
                + (jobs.size() > NAMED ? "; …" : "")
                + ". The run was stopped; what ran was cancelled and given back. The clock of the test stands at " + now
                + ". Complete the stage that a PROCESSING job waits for, or give its task a time-out; resume what is paused;"
                + " stop what puts itself in again and again; or raise the limit with within(...).");
        this.jobs = List.copyOf(jobs);
    }

    /** The jobs that had not ended, as they stand now. */
    public List<StoredJob> jobs() {
        return jobs;
    }
}
