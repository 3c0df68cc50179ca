// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import dev.turnout.bridge.wire.JobDocument;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** What we make of a document. */
enum Version {
    SUCCEEDED(2, job -> running(job).succeeded(Times.END)),
    RETRIED(3, job -> running(job).retried(Times.END, "no luck \ud83d\ude82", cause(), Times.DUE, "Retry 1 of 10")),
    FAILED(2, job -> running(job).failed(Times.END, "no luck", cause(), false)),
    RELEASED(2, job -> running(job).enqueued(Times.END)),
    DELETED(2, job -> running(job).deleted(Times.END, "\u00fcber")),
    RAISED(0, JobDocument::raised);

    private final int states;
    private final UnaryOperator<JobDocument> change;

    Version(int states, UnaryOperator<JobDocument> change) {
        this.states = states;
        this.change = change;
    }

    JobDocument of(JobDocument job) {
        return change.apply(job);
    }

    /** How many states it appends. */
    int states() {
        return states;
    }

    /** Whether metadata of the run goes with it. */
    boolean clears() {
        return this == SUCCEEDED || this == DELETED;
    }

    /** What JobRunr has to read in the states that we append; {@code at} is the number of states before. */
    List<String> read(int at) {
        String last = "job.jobHistory[" + (at + states - 1) + "].";
        String first = "job.jobHistory[" + at + "].";
        String failed = "job.jobHistory[" + (at + 1) + "].";
        String running = first + "updatedAt=java.time.Instant " + Times.START;
        return switch (this) {
            case SUCCEEDED -> List.of(running, last + "processDuration=java.time.Duration PT1.500000001S");
            case RETRIED ->
                List.of(
                        running,
                        failed + "exceptionCauseMessage=java.lang.String cause",
                        last + "scheduledAt=java.time.Instant " + Times.DUE);
            case FAILED ->
                List.of(
                        running,
                        failed + "exceptionType=java.lang.String java.lang.IllegalStateException",
                        failed + "doNotRetry=java.lang.Boolean true");
            case RELEASED -> List.of(running, last + "createdAt=java.time.Instant " + Times.END);
            case DELETED -> List.of(running, last + "reason=java.lang.String \\u00fcber");
            case RAISED -> List.of();
        };
    }

    private static JobDocument running(JobDocument job) {
        return job.processing(Times.START, Times.SERVER, "worker \u00fc");
    }

    private static Exception cause() {
        return new IllegalStateException("down", new IllegalArgumentException("cause"));
    }

    private static final class Times {
        static final Instant START = Instant.parse("2036-01-01T00:00:00.000000001Z");
        static final Instant END = Instant.parse("2036-01-01T00:00:01.500000002Z");
        static final Instant DUE = Instant.parse("2036-01-02T00:00:00Z");
        static final String SERVER = "0190a0b0-0000-7000-8000-000000000001";
    }
}
