// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.JobStore;
import dev.turnout.bridge.store.Saved;
import dev.turnout.bridge.store.Saving;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * New jobs that are stored when Spring's transaction of this thread has committed, all of one transaction together.
 *
 * <p>Not after the commit but at the end, as Spring calls it: what is enqueued by a listener that hears of the commit has its turn
 * then, and what others throw does not keep jobs from theirs. By that time no exception could undo anything: it would only leave a
 * method that has committed. So nothing is thrown, and what was not stored is logged by its ids.
 */
final class AfterCommit implements TransactionSynchronization {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);
    private static final int SLICE = 100;

    private final JobStore store;
    private final List<Saving> jobs = new ArrayList<>();
    private final Map<Object, Integer> before = new IdentityHashMap<>();

    private AfterCommit(JobStore store) {
        this.store = store;
    }

    /** Whether something can be put off until this thread's transaction has committed. */
    static boolean isPossible() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** Stores new jobs on this thread once its transaction has committed; never if it is rolled back. */
    static void store(JobStore store, List<Saving> jobs) {
        ofThisTransaction(store).jobs.addAll(jobs);
    }

    private static AfterCommit ofThisTransaction(JobStore store) {
        for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
            if (known instanceof AfterCommit late && late.store == store) {
                return late;
            }
        }
        AfterCommit late = new AfterCommit(store);
        TransactionSynchronizationManager.registerSynchronization(late);
        return late;
    }

    /** Called by Spring 6.2 and later, also for a nested transaction. */
    @SuppressWarnings("MissingOverride") // older ones have no such method
    public void savepoint(Object savepoint) {
        before.put(savepoint, jobs.size());
    }

    /** What came after the savepoint is undone; that is everything if it was set before the first job came. */
    @SuppressWarnings("MissingOverride") // older ones have no such method
    public void savepointRollback(Object savepoint) {
        int kept = Math.min(before.getOrDefault(savepoint, 0), jobs.size());
        jobs.subList(kept, jobs.size()).clear();
    }

    @Override
    public void afterCompletion(int status) {
        if (status == STATUS_COMMITTED) {
            storeAll();
        } else if (status == STATUS_UNKNOWN) {
            slices().forEach(AfterCommit::doubtful);
        }
    }

    /** After a failure nothing more is tried: the store has waited for Redis, and the transaction's connection with it. */
    private void storeAll() {
        RuntimeException failure = null;
        for (List<Saving> slice : slices()) {
            if (failure == null) {
                failure = store(slice);
            }
            if (failure != null) {
                lost(slice, failure);
            }
        }
    }

    private @Nullable RuntimeException store(List<Saving> slice) {
        try {
            skip(slice, store.save(slice));
            return null;
        } catch (RuntimeException away) {
            return away;
        }
    }

    private List<List<Saving>> slices() {
        List<List<Saving>> slices = new ArrayList<>();
        for (int from = 0; from < jobs.size(); from += SLICE) {
            slices.add(jobs.subList(from, Math.min(from + SLICE, jobs.size())));
        }
        return slices;
    }

    /** An id that is there already is skipped, as JobRunr's scheduler does. */
    private static void skip(List<Saving> jobs, List<Saved> answers) {
        for (int i = 0; i < jobs.size(); i++) {
            if (answers.get(i) != Saved.STORED) {
                LOG.info(
                        "Job {} was not enqueued, because a job with this id is there already.",
                        jobs.get(i).id());
            }
        }
    }

    private static void lost(List<Saving> jobs, RuntimeException away) {
        LOG.error(
                "TURNOUT-0625 A transaction has committed, and Redis did not say that it has stored these jobs of it: {}."
                        + " They were not tried again. Look for them when Redis answers, and enqueue what is missing under"
                        + " the same id, which is skipped where it is there.",
                ids(jobs),
                away);
    }

    private static void doubtful(List<Saving> jobs) {
        LOG.warn(
                "TURNOUT-0626 Whether a transaction has committed is not known; the jobs that were to follow it are not"
                        + " stored: {}. Look whether its rows are there, and if so enqueue the jobs again.",
                ids(jobs));
    }

    private static List<String> ids(List<Saving> jobs) {
        return jobs.stream().map(job -> job.id() + " " + job.signature()).toList();
    }
}
