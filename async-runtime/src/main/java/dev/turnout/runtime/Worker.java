// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import dev.turnout.runtime.internal.Counter;
import dev.turnout.runtime.internal.Engine;
import dev.turnout.runtime.internal.Parts;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Stall;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.Lane;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.Subtypes;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the jobs of one queue: {@code Worker.on(queue).tasks(registry).beans(context::getBean).build().start()}.
 *
 * <p>All methods may be called from any thread.
 */
public final class Worker implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final Engine engine;
    private final boolean closesOnExit;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
    private final CompletableFuture<BurstResult> burst = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
    private volatile @Nullable Thread exitHook;

    private Worker(Builder builder) {
        this.name = builder.name;
        this.closesOnExit = builder.closesOnExit;
        this.engine = new Engine(new Parts(
                builder.name,
                builder.queue,
                builder.registry,
                builder.options,
                builder.beans,
                builder.surroundings,
                builder.listeners,
                builder.mapper().orElseGet(builder.queue.door().form()::reader),
                builder.returns,
                builder.subtypes));
    }

    /** A worker of {@code queue}, to be furnished. The queue stays the caller's: close it after the worker. */
    public static Builder on(Queue queue) {
        return new Builder(queue);
    }

    /**
     * Begins to claim and run jobs. Returns at once; where the queue cannot be reached, the worker tries again every
     * second and says so in the log.
     *
     * @return this worker
     * @throws IllegalStateException if it was started before
     */
    public Worker start() {
        if (!phase.compareAndSet(Phase.NEW, Phase.STARTED)) {
            throw new IllegalStateException("TURNOUT-0315 worker " + name + " was started before. Build a new one.");
        }
        if (closesOnExit) {
            Thread hook = new Thread(this::closeAtExit, name + "-exit");
            Runtime.getRuntime().addShutdownHook(hook);
            exitHook = hook;
        }
        engine.start();
        return this;
    }

    /**
     * Begins as {@link #start} does, and closes the worker by itself: when the queue has nothing more for it, or after {@code
     * maxJobs} jobs have been claimed. A queue that cannot be reached is waited for, without end: the worker says so in the log
     * (TURNOUT-0312, TURNOUT-0302) and tries again; close it to give up.
     *
     * @param maxJobs how many jobs to claim at most, those included that are parked, lost or given back; {@link
     *     Integer#MAX_VALUE} for all there are
     * @param deferredToo whether to wait for jobs that are due later, retries too
     * @return ends when the worker is closed, by itself or by somebody else before; {@link BurstResult#orThrow} throws what
     *     failed
     * @throws IllegalStateException if it was started before
     */
    public CompletionStage<BurstResult> burst(int maxJobs, boolean deferredToo) {
        if (maxJobs < 0) {
            throw new IllegalArgumentException("TURNOUT-0326 a burst of " + maxJobs + " jobs; give zero or more.");
        }
        Runnable end = () -> {
            Thread closing = new Thread(this::close, name + "-burst");
            closing.setDaemon(false); // the process must not end before the queue has been told
            closing.start();
        };
        engine.burst(maxJobs, deferredToo).whenComplete((over, never) -> end.run());
        engine.broken().whenComplete((why, never) -> end.run());
        start();
        return burst;
    }

    private BurstResult burstResult() {
        return new BurstResult(
                counts(),
                engine.counter().failures().stream()
                        .map(failed -> new BurstResult.FailedJob(
                                failed.getKey().id(),
                                failed.getKey().task(),
                                failed.getKey().attempt(),
                                failed.getValue()))
                        .toList());
    }

    /** Claims nothing until {@link #resume}, in this process. Running jobs go on; to pause all workers, ask the queue. */
    public void pause() {
        engine.pause();
    }

    /** Ends a {@link #pause}. */
    public void resume() {
        engine.resume();
    }

    /** What this worker has done so far. */
    public WorkerCounts counts() {
        Counter counter = engine.counter();
        return new WorkerCounts(
                counter.started(),
                counter.completed(),
                counter.failed(),
                counter.retried(),
                counter.parked(),
                counter.cancelled(),
                counter.lost(),
                engine.held());
    }

    /**
     * Ends with the error after which this worker cannot go on, such as {@link OutOfMemoryError}. By then it claims nothing
     * more; close it and end the process. Never ends if all is well.
     */
    public CompletionStage<Throwable> broken() {
        return engine.broken();
    }

    /** How this worker is, from what it knows itself; never blocks. */
    public WorkerHealth health() {
        Optional<Stall> stall = engine.stall();
        return new WorkerHealth(
                engine.loopsTurn() && !engine.isBroken(),
                engine.registered(),
                engine.registered() && engine.claiming() && stall.isEmpty(),
                engine.held(),
                engine.epoch(),
                stall);
    }

    /** How many claims this worker holds now. */
    public int inFlight() {
        return engine.held();
    }

    /** Whether this worker holds no claim now. After {@link #close}: whether everything was brought to an end in time. */
    public boolean drained() {
        return engine.held() == 0;
    }

    /**
     * Stops claiming at once, gives claims back that have not started, waits for running jobs as long as the drain
     * time-out says, cancels and gives back what has not ended then, and leaves the queue's list of workers.
     *
     * <p>Blocks until that is done; an interrupt shortens the waits. A second call returns at once.
     */
    @Override
    public void close() {
        if (phase.getAndSet(Phase.CLOSED) == Phase.CLOSED) {
            return;
        }
        try {
            engine.stop();
        } finally {
            closed.complete(null);
        }
        burst.complete(burstResult());
        Thread hook = exitHook;
        if (hook != null && hook != Thread.currentThread()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException exiting) {
                exitHook = null; // the process ends: the hook finds the worker closed
            }
        }
    }

    /** The process ends: whoever has begun to close before must come to an end first. */
    private void closeAtExit() {
        close();
        awaitClosed();
    }

    /** Waits until a {@link #close}, by whomever, has come to its end. Blocks. */
    void awaitClosed() {
        closed.join();
    }

    /** Lets a {@link #close} that is under way give running jobs no more time. For a second signal to stop. */
    public void hurry() {
        engine.hurry();
    }

    private enum Phase {
        NEW,
        STARTED,
        CLOSED
    }

    /** Furnishes a worker. Not for use by several threads. */
    public static final class Builder {
        private final Queue queue;
        private final List<Surroundings> surroundings = new ArrayList<>();
        private final List<WorkerListener> listeners = new ArrayList<>();
        private String name = "turnout-" + NUMBER.incrementAndGet();
        private TaskRegistry registry = TaskRegistry.of(List.of());
        private Function<Class<?>, Object> beans = Builder::noBeans;
        private WorkerOptions options = WorkerOptions.with();
        private ReturnTypes returns = ReturnTypes.STAGES;
        private Subtypes subtypes = Subtypes.none();
        private @Nullable ObjectMapper mapper;
        private boolean closesOnExit = true;

        private Builder(Queue queue) {
            this.queue = queue;
        }

        /** What the worker's threads are called; {@code turnout-1}, {@code turnout-2}, … by default. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** The tasks that it may run; no others are claimed. */
        public Builder tasks(TaskRegistry registry) {
            this.registry = registry;
            return this;
        }

        /** Gives the bean to call for a task's class, with its proxy around it. Called once a run, on the lane's thread. */
        public Builder beans(Function<Class<?>, Object> beans) {
            this.beans = beans;
            return this;
        }

        /** The worker's figures; {@link WorkerOptions#with} by default. */
        public Builder options(WorkerOptions options) {
            this.options = options;
            return this;
        }

        /** Adds what is put around each run; several are entered in the order of the calls. */
        public Builder surroundings(Surroundings around) {
            surroundings.add(around);
            return this;
        }

        /** Adds a listener. */
        public Builder listener(WorkerListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * The mapper that reads the tasks' arguments. It is copied; default typing is switched off in the copy. By default it is
         * {@link dev.turnout.runtime.queue.Form#reader} of the queue, which reads what is written there; so give one only together
         * with a queue that writes with it.
         */
        public Builder mapper(ObjectMapper mapper) {
            this.mapper = mapper;
            return this;
        }

        /** The mapper that was given, if one was. */
        public Optional<ObjectMapper> mapper() {
            return Optional.ofNullable(mapper);
        }

        /**
         * The classes that arguments may be of where a task declares an abstract type, in a field or as a parameter; {@link
         * Subtypes#none} by default, and then a job with such an argument is parked.
         */
        public Builder subtypes(Subtypes subtypes) {
            this.subtypes = subtypes;
            return this;
        }

        /** Which return types of tasks end later; {@link ReturnTypes#STAGES} by default. */
        public Builder returns(ReturnTypes returns) {
            this.returns = returns;
            return this;
        }

        /** Whether the end of the process (SIGTERM) closes the worker. True by default; false where a container does it. */
        public Builder closesOnExit(boolean closesOnExit) {
            this.closesOnExit = closesOnExit;
            return this;
        }

        /**
         * The worker, not started.
         *
         * @throws IllegalArgumentException if a task of the composed lane returns nothing that ends later, or if the mapper that
         *     was given names fields otherwise than the queue does
         */
        public Worker build() {
            for (TaskDefinition task : registry.all()) {
                Class<?> returned = task.method().getReturnType();
                if (task.lane() == Lane.COMPOSED && !returns.knows(returned)) {
                    throw new IllegalArgumentException("TURNOUT-0108 task " + task.address() + " is composed, but "
                            + task.method().getName() + " returns " + returned.getName()
                            + ", whose end nobody could await. Return a CompletionStage, or register the task as"
                            + " blocking.");
                }
            }
            mapper().ifPresent(this::checkNames);
            return new Worker(this);
        }

        /** Fields that are not found would be null, and the job would run. */
        private void checkNames(ObjectMapper given) {
            PropertyNamingStrategy written = queue.door().form().reader().getPropertyNamingStrategy();
            PropertyNamingStrategy read = given.getPropertyNamingStrategy();
            if (!strategy(written).equals(strategy(read))) {
                throw new IllegalArgumentException(
                        "TURNOUT-0354 worker " + name + " was given a mapper that looks for fields by "
                                + strategy(read) + ", but its queue writes them by " + strategy(written)
                                + ". No worker was made. Give"
                                + " the queue that mapper (Dialect.jackson on JobRunr's layout, InMemoryQueue.mapper in tests), or the"
                                + " worker none.");
            }
        }

        private static String strategy(@Nullable PropertyNamingStrategy strategy) {
            return strategy == null ? "their own names" : strategy.getClass().getName();
        }

        private static Object noBeans(Class<?> type) {
            throw new IllegalStateException("no bean source was given to Worker.Builder.beans.");
        }
    }
}
