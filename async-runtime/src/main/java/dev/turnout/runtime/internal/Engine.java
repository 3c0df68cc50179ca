// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Stall;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Puts the roles of one worker together, starts them and stops them. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long TICK_MILLIS = 100;
    private static final long LEAVE_LIMIT_SECONDS = 5;
    private static final int LOOKS_A_LIMIT = 4;
    private static final int PINGS_A_LIMIT = 30;

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
    private final TaskRegistry registry;
    private final LoopWatch loops;
    private final ConnectionWatch connection;
    private final Counter counter = new Counter();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final AtomicBoolean claimsNoMore = new AtomicBoolean();
    private final Announcer announcer;
    private volatile CompletionStage<?> greeting = CompletableFuture.completedFuture("");
    private volatile boolean stopping;
    private final Map<TaskAddress, String> unfit;
    private volatile boolean registered;
    private volatile int tried; // one greeting at a time

    /** A worker with these parts, not started. */
    public Engine(Parts parts) {
        this.name = parts.name();
        this.queue = parts.queue();
        this.options = parts.options();
        this.registry = parts.registry();
        this.timer = new ScheduledThreadPoolExecutor(1, body -> new Thread(body, name + "-control"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.announcer = new Announcer(with(counter, parts.listeners()));
        this.loops = new LoopWatch(options.blockedAfter(), options.deadAfter(), announcer);
        this.connection = new ConnectionWatch(queue::stall, options.blockedAfter(), options.deadAfter(), announcer);
        this.lanes = new Lanes(name, options, loops);
        this.held = new HeldClaims(options.slots());
        StartGate gate = new StartGate(queue.routes());
        Endings endings = new Endings(queue.claims(), held, announcer, lanes.cpu(), timer);
        ArgumentBinder binder = new ArgumentBinder(parts.mapper(), parts.subtypes());
        this.unfit = unfit(registry, binder);
        Workshop shop = new Workshop(
                lanes,
                gate,
                endings,
                announcer,
                binder,
                parts.beans(),
                inside(parts.surroundings(), new LoggingContext()),
                parts.returns(),
                timer,
                this::broken);
        Dispatcher dispatcher = new Dispatcher(registry, held, shop, lanes::of);
        this.routes = new RouteWatch(queue.routes(), queue.presence(), held, gate, endings, timer);
        Wants wants = new Wants(registry, lanes, held);
        this.loop = new ClaimLoop(
                queue.claims(),
                wants::upTo,
                held,
                dispatcher::accept,
                queue.routes(),
                routes::ask,
                timer,
                ClaimLoop.ANSWER_LIMIT);
        this.keeper = new LeaseKeeper(queue.claims(), held, endings, timer, options.renewEvery());
        this.reaper = new Reaper(queue.duties(), loop::wake, timer);
        this.stages = new StageWatch(held, options.reportAfter(), options.abandonAfter(), run -> {
            wants.givenUp(run);
            endings.abandon(run);
        });
        this.drain = new Drain(held, gate, loop, endings);
        routes.waitsFor(loop::settled);
        held.onFree(loop::slotFreed);
    }

    private static Map<TaskAddress, String> unfit(TaskRegistry registry, ArgumentBinder binder) {
        Map<TaskAddress, String> reasons = new HashMap<>();
        registry.all()
                .forEach(task -> binder.unfit(task).ifPresent(reason -> {
                    LOG.warn("TURNOUT-0627 jobs of {} would be parked: {}.", task.address(), reason);
                    reasons.put(task.address(), reason);
                }));
        return Map.copyOf(reasons);
    }

    /** The logging context comes last: a layout may set the whole of it, as JobRunr's does. */
    private static List<Surroundings> inside(List<Surroundings> given, Surroundings last) {
        List<Surroundings> all = new ArrayList<>(given);
        all.add(last);
        return all;
    }

    private static <T> List<T> with(T first, List<T> others) {
        List<T> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    /**
     * Makes this worker stop by itself. To be called before the start.
     *
     * @return ends when it may be stopped
     */
    public CompletionStage<?> burst(int maxJobs, boolean deferredToo) {
        Burst burst = new Burst(
                maxJobs,
                deferredToo,
                held,
                () -> queue.door().backlog(registry.addresses()),
                new Pauses(queue.controls(), registry.addresses())::say,
                loop::wake,
                queue.claims().looksAt());
        loop.bound(burst::quota, burst::answered);
        return burst.over();
    }

    /** Claims nothing until {@link #resume}; running jobs go on. */
    public void pause() {
        loop.pause();
    }

    public void resume() {
        if (!isBroken()) {
            loop.resume();
        }
    }

    /** What became of the claims so far. */
    public Counter counter() {
        return counter;
    }

    /** Whether the event loops turn, and the queue's answers are read. */
    public boolean loopsTurn() {
        return loops.loopsTurn() && connection.turns();
    }

    /** Who holds the thread that reads the queue's answers. */
    public Optional<Stall> stall() {
        return connection.held();
    }

    /** Whether this worker is on the queue's list. */
    public boolean registered() {
        return registered;
    }

    public boolean claiming() {
        return loop.claiming();
    }

    /** The route epoch that is obeyed. */
    public long epoch() {
        return queue.routes().epoch();
    }

    /** The process is out of memory: what it holds may still end, but it takes nothing more. */
    private void broken(Throwable error) {
        if (claimsNoMore.compareAndSet(false, true)) {
            LOG.error(
                    "TURNOUT-0328 {} is out of memory and claims nothing more. The job that hit it fails and is tried again;"
                            + " start this process anew, with more memory or fewer slots. -XX:+ExitOnOutOfMemoryError"
                            + " does so at once.",
                    name,
                    error);
            loop.pause();
            // on a thread of its own: who hears it may end the process, and this thread still has an end to store
            new Thread(() -> broken.complete(error), name + "-broken").start();
        }
    }

    /** Ends with the error after which this worker claims nothing more; never, if all is well. */
    public CompletionStage<Throwable> broken() {
        return broken.minimalCompletionStage();
    }

    public boolean isBroken() {
        return claimsNoMore.get();
    }

    /** Lets a {@link #stop} that is under way wait for running jobs no longer. */
    public void hurry() {
        drain.hurry();
    }

    /** Begins: enters the queue's list of workers, reads the routes, then claims. Tries again where the queue is away. */
    public void start() {
        lanes.ready();
        every(Duration.ofMillis(TICK_MILLIS), keeper::tick);
        every(options.blockedAfter().dividedBy(LOOKS_A_LIMIT).plusMillis(1), loops::tick);
        every(options.blockedAfter().dividedBy(LOOKS_A_LIMIT).plusMillis(1), connection::tick);
        every(options.deadAfter().dividedBy(PINGS_A_LIMIT).plusMillis(1), () -> loops.ping(lanes.cpu()));
        lanes.describe(registry).forEach(line -> LOG.info("{}: {}", name, line));
        timer.execute(this::greet);
    }

    /** How many claims this worker holds now. */
    public int held() {
        return held.count();
    }

    /** Stops claiming at once, drains, leaves the queue's list, ends all threads. Blocks; see {@link WorkerOptions#drainTimeout}. */
    public void stop() {
        stopping = true;
        registered = false;
        reaper.stop();
        drain.run(options.drainTimeout());
        routes.stop();
        patiently("finish what it says of itself", saidAll());
        patiently("leave the list of workers", queue.presence()::leave);
        timer.shutdownNow();
        lanes.close();
        announcer.end(name);
        LOG.info("{} has stopped: {}", name, counter.summary());
    }

    private CompletionStage<?> announce() {
        queue.presence().unfit(unfit);
        queue.presence()
                .onlyHere(registry.all().stream()
                        .filter(task -> !task.hasBlockingForm())
                        .map(TaskDefinition::address)
                        .collect(Collectors.toSet()));
        return Inquiry.within(queue.presence().announce());
    }

    private void greet() {
        if (stopping) {
            return;
        }
        CompletionStage<?> entering = CompletableFuture.<@Nullable Void>completedFuture(
                        null) // a throw is a failure like any other
                .thenCompose(now -> Inquiry.within(queue.presence().listen(new Ears())))
                .thenCompose(listening -> announce())
                .thenCompose(announced -> routes.first());
        greeting = entering;
        entering.whenComplete((greeted, failure) -> {
            if (failure == null) {
                work();
            } else {
                tried++;
                LOG.atLevel(Integer.bitCount(tried) == 1 ? Level.WARN : Level.DEBUG) // an outage may last for hours
                        .setCause(failure)
                        .log("TURNOUT-0312 {} cannot enter the queue yet (try {}); it tries again.", name, tried);
                later(this::greet);
            }
        });
    }

    /** Ends when no greeting and no beat is on its way any more: one that came after we have left would enter us again. */
    private Supplier<CompletionStage<?>> saidAll() {
        return () -> CompletableFuture.runAsync(() -> {}, timer)
                .thenCompose(turn -> greeting)
                .handle((greeted, failure) -> "")
                .thenCompose(greeted -> routes.settled());
    }

    private void work() {
        if (stopping) {
            return;
        }
        registered = true;
        announcer.begin(name);
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
                    } catch (Throwable failure) { // else the timer would drop it silently
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

    private void patiently(String what, Supplier<? extends CompletionStage<?>> step) {
        try {
            step.get().toCompletableFuture().get(LEAVE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException failure) {
            LOG.warn(
                    "TURNOUT-0314 {} could not {}; its entry in the list of workers lapses by itself.",
                    name,
                    what,
                    failure);
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

        @Override
        public void cancelled(JobId id) {
            keeper.ask(id);
        }
    }
}
