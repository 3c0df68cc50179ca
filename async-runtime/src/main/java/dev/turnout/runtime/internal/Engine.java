// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import dev.turnout.runtime.task.ReturnTypes;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the roles of one worker together, starts them and stops them. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long TICK_MILLIS = 100;
    private static final long LEAVE_LIMIT_SECONDS = 5;

    private final String name;
    private final Queue queue;
    private final WorkerOptions options;
    private final ScheduledThreadPoolExecutor timer;
    private final Lanes lanes;
    private final HeldClaims held;
    private final LeaseKeeper keeper;
    private final RouteWatch routes;
    private final Reaper reaper;
    private final StageWatch stages;
    private final ClaimLoop loop;
    private final Drain drain;
    private volatile boolean stopping;

    /** A worker with these parts, not started. */
    public Engine(
            String name,
            Queue queue,
            TaskRegistry registry,
            WorkerOptions options,
            Function<Class<?>, Object> beans,
            List<Surroundings> surroundings,
            List<WorkerListener> listeners,
            ObjectMapper mapper,
            ReturnTypes returns) {
        this.name = name;
        this.queue = queue;
        this.options = options;
        this.timer = new ScheduledThreadPoolExecutor(1, body -> new Thread(body, name + "-control"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.lanes = new Lanes(name, options);
        this.held = new HeldClaims(options.slots());
        Announcer announcer = new Announcer(listeners);
        StartGate gate = new StartGate(queue.routes());
        Endings endings = new Endings(queue.claims(), held, announcer, lanes.cpu(), timer);
        Workshop shop = new Workshop(
                lanes,
                gate,
                endings,
                announcer,
                new ArgumentBinder(mapper),
                beans,
                List.copyOf(surroundings),
                returns,
                timer);
        Dispatcher dispatcher = new Dispatcher(registry, held, shop);
        this.routes = new RouteWatch(queue.routes(), queue.presence(), held, gate, endings, timer);
        this.loop = new ClaimLoop(
                queue.claims(), registry.addresses(), held, dispatcher, queue.routes(), routes::ask, timer);
        this.keeper = new LeaseKeeper(queue.claims(), held, endings, timer, lanes.cpu(), options.renewEvery());
        this.reaper = new Reaper(queue.duties(), loop::wake, timer);
        this.stages = new StageWatch(held, options.reportAfter());
        this.drain = new Drain(held, gate, loop, endings);
        routes.waitsFor(loop::settled);
        held.onFree(loop::slotFreed);
    }

    /** Begins: enters the queue's list of workers, reads the routes, then claims. Tries again where the queue is away. */
    public void start() {
        every(Duration.ofMillis(TICK_MILLIS), keeper::tick);
        timer.execute(this::greet);
    }

    /** How many claims this worker holds now. */
    public int held() {
        return held.count();
    }

    /** Stops claiming at once, drains, leaves the queue's list, ends all threads. Blocks; see {@link WorkerOptions#drainTimeout}. */
    public void stop() {
        stopping = true;
        reaper.stop();
        drain.run(options.drainTimeout());
        routes.stop();
        leave();
        timer.shutdownNow();
        lanes.close();
    }

    private void greet() {
        if (stopping) {
            return;
        }
        Inquiry.within(queue.presence().listen(new Ears()))
                .thenCompose(listening -> Inquiry.within(queue.presence().announce()))
                .thenCompose(announced -> routes.first())
                .whenComplete((greeted, failure) -> {
                    if (failure == null) {
                        work();
                    } else {
                        LOG.warn("TURNOUT-0312 {} cannot enter the queue yet; it tries again.", name, failure);
                        later(this::greet);
                    }
                });
    }

    private void work() {
        if (stopping) {
            return;
        }
        loop.start();
        try {
            every(options.pollEvery(), loop::wake);
            every(options.beatEvery(), routes::tick);
            every(options.dutyEvery(), reaper::tick);
            every(options.pollEvery(), stages::tick);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("{} was stopped while it started", name, stopped);
        }
    }

    private void later(Runnable what) {
        try {
            timer.schedule(what, options.pollEvery().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("{} was stopped while it started", name, stopped);
        }
    }

    private void every(Duration pause, Runnable what) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException | Error failure) { // else the timer would drop it silently
                        LOG.error(
                                "TURNOUT-0313 {}: a round failed; the next one comes. Please report this.",
                                name,
                                failure);
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void leave() {
        try {
            queue.presence().leave().toCompletableFuture().get(LEAVE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException failure) {
            LOG.warn("TURNOUT-0314 {} could not leave the list of workers; its entry lapses by itself.", name, failure);
        }
    }

    /** What the connection tells; all of it is handed to the worker's own thread. */
    private final class Ears implements Presence.Ear {
        @Override
        public void work() {
            loop.wake();
        }

        @Override
        public void epoch(long epoch) {
            routes.ask();
        }
    }
}
