// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the account of a JobRunr server, through JobRunr's own filters. Both pools have it, for a task is not switched to a worker
 * that lacks a filter; on a worker it keeps no account, as {@link AsyncLedger} does.
 */
final class LegacyLedger implements JobServerFilter {
    private static final long NO_TOKEN = 0;

    private volatile @Nullable LedgerFile ledger;

    /** From now on. */
    void keep(LedgerFile file) {
        ledger = file;
    }

    @Override
    public void onProcessing(Job job) {
        append(Entry.What.START, job);
    }

    @Override
    public void onProcessingSucceeded(Job job) {
        append(Entry.What.END, job);
    }

    @Override
    public void onProcessingFailed(Job job, Exception failure) {
        append(Entry.What.FAIL, job);
    }

    private void append(Entry.What what, Job job) {
        String task =
                job.getJobDetails().getClassName() + "#" + job.getJobDetails().getMethodName();
        LedgerFile file = ledger;
        if (file != null) {
            file.append(what, job.getId().toString(), NO_TOKEN, task);
        }
    }
}
