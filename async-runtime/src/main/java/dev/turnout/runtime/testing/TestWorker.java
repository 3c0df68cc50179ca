// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.BurstResult.FailedJob;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskCatalog;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.testing.StoredJob.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A real worker on a queue in memory, which runs when a test says so:
 *
 * <pre>{@code
 * TestWorker worker = TestWorker.of(new Mailer(smtp));
 * worker.enqueue(Mailer.class, "send", "ann@example.org");
 * assertEquals(1, worker.runUntilEmpty());
 * }</pre>
 *
 * <p>Jobs run as in production: arguments go through JSON, twins on event-loop threads, blocking bodies on bounded pools,
 * failures are retried. Only time is the test's: retries and deferred jobs are due by {@link #clock}, which stands still
 * until {@link #advance} or {@link #runUntilEmpty} move it. Time-outs of tasks, and what a task itself waits for, pass in real
 * time. Nothing is left to close: each run starts a worker and stops it.
 *
 * <p>To be used by one thread; jobs may be put in by any.
 */
public final class TestWorker {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);
    private static final Duration NO_JOB_IS_LOST = Duration.ofDays(365);

    private final MemoryStore store = new MemoryStore(TestClock.atNoon(), NO_JOB_IS_LOST);
    private final Front queue = new Front(store, this::runInline);
    private final TaskRegistry tasks;
    private final Function<Class<?>, Object> beans;
    private UnaryOperator<Worker.Builder> furnish = UnaryOperator.identity();
    private volatile Duration limit = DEFAULT_LIMIT;

    private TestWorker(TaskRegistry tasks, Function<Class<?>, Object> beans) {
        this.tasks = tasks;
        this.beans = beans;
    }

    /**
     * A worker of the tasks of these objects: their methods with {@link dev.turnout.runtime.task.AsyncTask}, and what {@value
     * TaskCatalog#RESOURCE} lists of their classes.
     *
     * @throws IllegalArgumentException if there is none, or one could not be run; the message says what to do
     */
    public static TestWorker of(Object... beans) {
        BeanSet set = BeanSet.of(beans);
        return of(set.tasks(), set::bean);
    }

    /** A worker of {@code tasks}, which takes their beans from {@code beans}, for example {@code context::getBean}. */
    public static TestWorker of(TaskRegistry tasks, Function<Class<?>, Object> beans) {
        return new TestWorker(tasks, beans);
    }

    /**
     * Furnishes the workers that run the jobs, beyond tasks, beans and name: {@code with(worker -> worker.options(...))}.
     * Several calls add up. It is called for each run, and once at once: a mapper is for those who put jobs in here, too. With {@code WorkerOptions.with().slots(1)} jobs run one after the other, the oldest first.
     *
     * @return this
     */
    public TestWorker with(UnaryOperator<Worker.Builder> furnish) {
        UnaryOperator<Worker.Builder> before = this.furnish;
        this.furnish = worker -> furnish.apply(before.apply(worker));
        this.furnish.apply(Worker.on(queue)).mapper().ifPresent(queue::mapper);
        return this;
    }

    /**
     * How long a run may take in real time before it fails with {@link UnfinishedJobs}; 10 s by default.
     *
     * @return this
     */
    public TestWorker within(Duration limit) {
        this.limit = limit;
        return this;
    }

    /**
     * From now on a job that is put in and due runs at once, before {@code enqueue} or {@code insert} returns. If an attempt
     * of it fails, or of a job that it puts in itself, the call throws {@link dev.turnout.runtime.FailedJobs}, whatever the
     * retries; they can be run with {@link #runUntilEmpty}. A job that is put in by another thread meanwhile runs in the same
     * run. The clock is not moved.
     *
     * @return this
     */
    public TestWorker inline() {
        queue.inline();
        return this;
    }

    /** Where code under test puts its jobs: a {@link dev.turnout.runtime.queue.Queue}, with questions for tests. */
    public InMemoryQueue queue() {
        return queue;
    }

    /** By which retries and deferred jobs are due. To run what has become due, {@link #advance} it. */
    public TestClock clock() {
        return store.clock();
    }

    /**
     * Puts a job in that is due now.
     *
     * @param type the class of the task
     * @param method the name of its twin, of its facade, or of its blocking body
     * @param arguments one a parameter, without the {@code TaskContext}; an {@code int} will do for a {@code long}
     * @return the job, as it stands from now on
     * @throws IllegalArgumentException if no task is meant, or more than one, or if an argument cannot be written as JSON
     * @throws dev.turnout.runtime.FailedJobs in {@link #inline} mode, if it fails
     */
    public StoredJob enqueue(Class<?> type, String method, @Nullable Object... arguments) {
        return job(type, method, arguments).enqueue();
    }

    /** A job with settings of its own, put in by {@link Draft#enqueue}; parameters as in {@link #enqueue}. */
    public Draft job(Class<?> type, String method, @Nullable Object... arguments) {
        return queue.job(new TaskFinder(tasks).find(type, method, arguments), arguments);
    }

    /**
     * Runs what is due now, and what those jobs put in that is due now. Retries that are due later stay; jobs of tasks that
     * this worker does not know stay too, as for another pool.
     *
     * @return how many jobs ended well
     * @throws dev.turnout.runtime.FailedJobs if one failed for good or was parked
     * @throws UnfinishedJobs if it takes longer than the limit
     */
    public long runDue() {
        return run(clock().instant(), new Attempts()).orThrow();
    }

    /**
     * Moves the clock by {@code time}, and on the way runs each job when it is due: a retry sees the time at which it was to
     * come.
     *
     * @return how many jobs ended well
     * @throws dev.turnout.runtime.FailedJobs if one failed for good or was parked
     * @throws UnfinishedJobs if it takes longer than the limit
     */
    public long advance(Duration time) {
        Instant target = clock().instant().plus(time);
        BurstResult result = run(target, new Attempts());
        clock().advanceTo(target);
        return result.orThrow();
    }

    /**
     * Runs everything, retries and deferred jobs too: the clock is moved to when they are due.
     *
     * @return how many jobs ended well
     * @throws dev.turnout.runtime.FailedJobs if one failed for good, was parked now or before, or is of a task that this
     *     worker does not know
     * @throws UnfinishedJobs if it takes longer than the limit
     */
    public long runUntilEmpty() {
        BurstResult result = run(Instant.MAX, new Attempts());
        return and(result, leftBehind(result, State.ENQUEUED, State.PROCESSING, State.PARKED))
                .orThrow();
    }

    private void runInline() {
        Attempts attempts = new Attempts();
        BurstResult result = run(clock().instant(), attempts);
        List<FailedJob> failed = attempts.failures().stream()
                .filter(job -> leftToRetry(queue.job(job.id()).state()))
                .toList();
        and(and(result, failed), leftBehind(result, State.ENQUEUED)).orThrow();
    }

    private static boolean leftToRetry(State state) {
        return state == State.SCHEDULED || state == State.ENQUEUED;
    }

    private BurstResult run(Instant until, Attempts attempts) {
        Worker worker = furnish.apply(Worker.on(new Timetable(store, tasks.addresses(), until))
                        .name("test-worker")
                        .closesOnExit(false)
                        .listener(attempts))
                .tasks(tasks)
                .beans(beans)
                .build();
        CompletableFuture<BurstResult> end =
                worker.burst(Integer.MAX_VALUE, true).toCompletableFuture();
        try {
            BurstResult result = end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            List<StoredJob> paused = queue.jobs(State.ENQUEUED).stream()
                    .filter(job -> tasks.addresses().contains(job.task()))
                    .toList();
            if (!paused.isEmpty()) {
                throw new UnfinishedJobs(paused, limit, clock().instant());
            }
            return result;
        } catch (TimeoutException late) {
            throw stopped(worker);
        } catch (InterruptedException stop) {
            UnfinishedJobs unfinished = stopped(worker);
            Thread.currentThread().interrupt();
            throw unfinished;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a burst does not fail", impossible);
        }
    }

    private UnfinishedJobs stopped(Worker worker) {
        UnfinishedJobs unfinished = unfinished();
        worker.hurry();
        worker.close();
        return unfinished;
    }

    /** No job moves while the message is made: it would show some as ended. */
    private UnfinishedJobs unfinished() {
        synchronized (store) {
            return new UnfinishedJobs(
                    store.jobs(State.PROCESSING, State.ENQUEUED, State.SCHEDULED), limit, clock().instant());
        }
    }

    /** Jobs that no run of this worker will end, and of which {@code result} does not speak. */
    private List<FailedJob> leftBehind(BurstResult result, State... states) {
        List<TaskAddress> known = List.copyOf(tasks.addresses());
        return queue.jobs(states).stream()
                .filter(job -> job.state() != State.ENQUEUED || !known.contains(job.task()))
                .filter(job -> result.failures().stream()
                        .noneMatch(failed -> failed.id().equals(job.id())))
                .map(job ->
                        new FailedJob(job.id(), job.task(), job.attempts() + 1, new IllegalStateException(why(job))))
                .toList();
    }

    private static String why(StoredJob job) {
        return switch (job.state()) {
            case PARKED -> job.reason();
            case PROCESSING ->
                "TURNOUT-0388 its worker has abandoned the job, and the queue takes it back when the lease has lapsed. Look"
                        + " what it waits for.";
            default ->
                "TURNOUT-0388 this TestWorker does not know the task, so the job waits for a worker that does. Give its bean"
                        + " to TestWorker.of, or call runDue where another pool is meant.";
        };
    }

    private static BurstResult and(BurstResult result, List<FailedJob> more) {
        List<FailedJob> all = new ArrayList<>(result.failures());
        all.addAll(more);
        return new BurstResult(result.counts(), all);
    }
}
