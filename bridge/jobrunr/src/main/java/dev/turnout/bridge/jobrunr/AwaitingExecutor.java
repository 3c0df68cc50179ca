// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobSteward;
import org.jobrunr.server.threadpool.JobRunrExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one server between start and stop, and the jobs whose stages are in flight beside them.
 *
 * <p>Stopping is JobRunr's: work that is under way has the configured time to end, stages in flight included; then
 * threads are interrupted and stages cancelled, and their jobs fail as stopped, which JobRunr retries. Until then {@link LastBeats}
 * keep the jobs from being called orphaned.
 */
final class AwaitingExecutor implements JobRunrExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitingExecutor.class);
    private static final int SMALL = 4;
    private static final Duration RECORDING = Duration.ofSeconds(10);

    private final JobRunrExecutor threads;
    private final JobSteward steward;
    private final AtomicInteger atWork = new AtomicInteger();
    private final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor continuations = pool("turnout-continuation", SMALL);
    private final ThreadPoolExecutor records = pool("turnout-record", SMALL);
    private final ThreadPoolExecutor blocking;
    private final Executor soon = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, records);
    private final AtomicBoolean lookPending = new AtomicBoolean();
    private volatile @Nullable BackgroundJobServer server;
    private volatile boolean stopping;
    private volatile boolean stopped;

    AwaitingExecutor(JobRunrExecutor threads, JobSteward steward) {
        this.threads = threads;
        this.steward = steward;
        this.blocking = pool("turnout-blocking", threads.getWorkerCount());
    }

    @Override
    public int getWorkerCount() {
        return threads.getWorkerCount();
    }

    @Override
    public void start() {
        threads.start();
    }

    /** Whether the stop has begun. JobRunr 7 asks for it; 8 no longer does. */
    @SuppressWarnings("MissingOverride") // there is nothing to override on 8
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void execute(Runnable command) {
        if (command instanceof AwaitingPerformer performer) {
            server = performer.boards(this);
        }
        atWork.incrementAndGet();
        try {
            threads.execute(() -> {
                try {
                    command.run();
                } finally {
                    atWork.decrementAndGet();
                }
                if (!stopping) {
                    Thread.interrupted(); // a job's, and no reason to break off a command to the store
                    look();
                    lookAgainSoon();
                }
            });
        } catch (RejectedExecutionException stopping) {
            atWork.decrementAndGet();
            throw stopping;
        }
    }

    @Override
    public void stop(Duration grace) {
        stopping = true;
        BackgroundJobServer served = server;
        if (served == null) {
            letEnd(grace);
        } else {
            LastBeats beats = LastBeats.of(served);
            try {
                letEnd(grace);
            } finally {
                beats.close();
            }
        }
        if (!inFlight.isEmpty()) {
            LOG.warn(
                    "TURNOUT-0406 {} jobs were stopped, but their ends are not recorded yet. JobRunr's master will find"
                            + " them orphaned and run them again.",
                    inFlight.size());
        }
        blocking.shutdownNow();
        continuations.shutdown();
        records.shutdown();
    }

    private void letEnd(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        threads.stop(grace);
        awaitNoneInFlight(end);
        stopped = true;
        List.copyOf(inFlight).forEach(AwaitingExecutor::cut);
        awaitNoneInFlight(System.nanoTime() + RECORDING.toNanos());
    }

    Executor continuations() {
        return continuations;
    }

    Executor blocking() {
        return blocking;
    }

    /** Runs what writes the end of a job. After the stop nobody is left to do so, which is logged. */
    void recordOn(Runnable end) {
        try {
            records.execute(end);
        } catch (RejectedExecutionException late) {
            LOG.warn("TURNOUT-0406 A job ended after its server had stopped; the end is not recorded.", late);
        }
    }

    /** Threads at work, and commands that wait for one. */
    int atWork() {
        return atWork.get();
    }

    /** Jobs whose stage has been started and whose end is not recorded. */
    int inFlight() {
        return inFlight.size();
    }

    void departed(InFlight run) {
        inFlight.add(run);
    }

    void cutIfStopped(InFlight run) {
        if (stopped) {
            cut(run);
        }
    }

    void arrived(InFlight run) {
        inFlight.remove(run);
        synchronized (inFlight) {
            inFlight.notifyAll();
        }
    }

    /** Tells the steward that a job has ended; it then looks for the next ones on this thread. */
    void idle() {
        try {
            steward.notifyThreadIdle();
        } catch (RuntimeException unreachable) {
            LOG.warn("No jobs could be claimed; the next look or poll tries again.", unreachable);
        }
        if (!stopping) {
            lookAgainSoon();
        }
    }

    /** The steward looks when it hears of an idle thread: so it hears of one more, and at once of one less. */
    private void look() {
        steward.notifyThreadOccupied();
        try {
            steward.notifyThreadIdle();
        } catch (RuntimeException unreachable) {
            LOG.warn("No jobs could be claimed; the next poll tries again.", unreachable);
        }
    }

    /**
     * One look is skipped while another is under way. A stage is started so fast that this is often the look which
     * claimed it; without a later one, free threads would wait for the next poll.
     */
    private void lookAgainSoon() {
        if (lookPending.compareAndSet(false, true)) {
            soon.execute(() -> {
                lookPending.set(false);
                if (!stopping) {
                    look();
                }
            });
        }
    }

    private void awaitNoneInFlight(long end) {
        synchronized (inFlight) {
            long left = end - System.nanoTime();
            while (!inFlight.isEmpty() && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(inFlight, left);
                } catch (InterruptedException hurry) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = end - System.nanoTime();
            }
        }
    }

    private static void cut(InFlight run) {
        run.stop(new InterruptedException("The background job server has stopped"));
    }

    private static ThreadPoolExecutor pool(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> {
                    Thread thread = new Thread(body, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
