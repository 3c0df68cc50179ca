// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.WorkerListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what became of a worker's claims, writes it down job by job at level DEBUG, and keeps the last failures. */
public final class Counter implements WorkerListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.turnout.runtime.jobs");
    private static final int FAILURES_KEPT = 100;
    private static final long WORTH_SAYING_MILLIS = 1_200;

    private final LongAdder started = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder parked = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Map<Claim, Throwable> failures = new LinkedHashMap<>(); // guarded by this

    @Override
    public void started(Claim claim) {
        started.increment();
        if (LOG.isDebugEnabled()) {
            long waited = claim.waited().toMillis();
            LOG.debug(
                    "-> {} {} attempt={}{}",
                    claim.id(),
                    claim.task(),
                    claim.attempt(),
                    waited < WORTH_SAYING_MILLIS ? "" : " waited=" + waited / 1000.0 + "s");
        }
    }

    @Override
    public void ended(Claim claim, Optional<Throwable> failure) {
        if (failure.isEmpty()) {
            completed.increment();
            LOG.debug("<- {} {} done", claim.id(), claim.task());
        } else {
            failed.increment();
            keep(claim, failure.get());
            LOG.debug(
                    "!- {} {} attempt={} failed for good: {}",
                    claim.id(),
                    claim.task(),
                    claim.attempt(),
                    failure.get().toString());
        }
    }

    @Override
    public void retried(Claim claim, Throwable failure) {
        retried.increment();
        LOG.debug(
                "~- {} {} attempt={} is tried again: {}",
                claim.id(),
                claim.task(),
                claim.attempt(),
                failure.toString());
    }

    @Override
    public void parked(Claim claim, String reason) {
        parked.increment();
        keep(claim, new IllegalArgumentException(reason));
    }

    @Override
    public void cancelled(Claim claim) {
        cancelled.increment();
        LOG.debug("x- {} {} was cancelled", claim.id(), claim.task());
    }

    @Override
    public void lost(Claim claim) {
        lost.increment();
    }

    @Override
    public void abandoned(Claim claim) {
        lost.increment();
    }

    private synchronized void keep(Claim claim, Throwable failure) {
        failures.put(claim, failure);
        if (failures.size() > FAILURES_KEPT) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    public long started() {
        return started.sum();
    }

    public long completed() {
        return completed.sum();
    }

    public long failed() {
        return failed.sum();
    }

    public long retried() {
        return retried.sum();
    }

    public long parked() {
        return parked.sum();
    }

    public long cancelled() {
        return cancelled.sum();
    }

    /** Lost and abandoned ones. */
    public long lost() {
        return lost.sum();
    }

    /** One line for the log. */
    String summary() {
        return "started=" + started() + " completed=" + completed() + " failed=" + failed() + " retried=" + retried()
                + " parked=" + parked() + " cancelled=" + cancelled() + " lost=" + lost();
    }

    /** The last jobs that failed for good or were parked, with the reason, oldest first. */
    public synchronized List<Map.Entry<Claim, Throwable>> failures() {
        return new ArrayList<>(failures.entrySet());
    }
}
