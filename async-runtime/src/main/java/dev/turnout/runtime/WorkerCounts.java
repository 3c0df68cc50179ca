// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

/**
 * What a worker has done since it was built. Attempts, not jobs: a job that is tried three times counts three times.
 *
 * @param started bodies that were started
 * @param completed jobs that ended well
 * @param failed jobs that failed for good
 * @param retried attempts that failed and are followed by another
 * @param parked jobs that this worker could not run
 * @param cancelled runs of jobs that somebody ended meanwhile
 * @param lost runs whose claim was lost, and runs that were abandoned
 * @param inFlight claims that it holds now
 */
public record WorkerCounts(
        long started, long completed, long failed, long retried, long parked, long cancelled, long lost, int inFlight) {
    @Override
    public String toString() {
        return "completed=" + completed + " failed=" + failed + " retried=" + retried + " parked=" + parked
                + " cancelled=" + cancelled + " lost=" + lost + " inFlight=" + inFlight;
    }
}
