// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import java.util.stream.Collectors;

/** Jobs of a burst have failed; see {@link #result}. */
public final class FailedJobs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient BurstResult result;

    FailedJobs(BurstResult result) {
        super(
                "TURNOUT-0325 " + result.failures().size()
                        + (result.failures().size() == 1 ? " job" : " jobs") + " failed: "
                        + result.failures().stream()
                                .map(job -> job.id() + " " + job.task() + " in attempt " + job.attempt() + ": "
                                        + job.failure())
                                .collect(Collectors.joining("; ")),
                result.failures().get(0).failure());
        this.result = result;
    }

    /** All that the burst did. */
    public BurstResult result() {
        return result;
    }
}
