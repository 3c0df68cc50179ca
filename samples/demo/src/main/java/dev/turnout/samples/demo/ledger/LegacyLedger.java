// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.JobServerFilter;

/** Keeps the account of a JobRunr server, through JobRunr's own filters. */
final class LegacyLedger implements JobServerFilter {
    private static final long NO_TOKEN = 0;

    private final LedgerFile ledger;

    LegacyLedger(LedgerFile ledger) {
        this.ledger = ledger;
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
        ledger.append(what, job.getId().toString(), NO_TOKEN, task);
    }
}
