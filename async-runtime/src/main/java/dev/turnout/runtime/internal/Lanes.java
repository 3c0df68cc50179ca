// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.task.Lane;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The threads of a worker: a small pool that never waits, bounded pools that may, and virtual ones where the JDK has them. */
final class Lanes {
    private static final int CLAIMS_AHEAD = 4;
    private static final int MIN_CPU_THREADS = 2;
    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    private final String worker;
    private final WorkerOptions options;
    private final ClassLoader loader = loader();
    private final ThreadPoolExecutor cpu;
    private final LoopWatch loops;
    private final Map<String, ThreadPoolExecutor> pools = new ConcurrentHashMap<>();
    private @Nullable ExecutorService virtual; // guarded by this
    private volatile boolean closed;

    Lanes(String worker, WorkerOptions options, LoopWatch loops) {
        this.loops = loops;
        this.worker = worker;
        this.options = options;
        int threads = Math.max(MIN_CPU_THREADS, Runtime.getRuntime().availableProcessors());
        this.cpu = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(worker + "-cpu"));
    }

    /** Makes the event-loop threads now, so that none is wanting later, when threads may be short. */
    void ready() {
        cpu.prestartAllCoreThreads();
    }

    /** Where twins start and continuations run. Its queue is bounded by what the slots start, not by a figure. */
    Executor cpu() {
        return cpu;
    }

    /** The bounded pool of that name; a full one rejects, it never blocks the caller. */
    Executor pool(String name) {
        if (closed) {
            throw new RejectedExecutionException("TURNOUT-0303 the worker is closed");
        }
        return pools.computeIfAbsent(name, this::newPool);
    }

    /** Where bodies of {@code task} start. */
    Executor of(TaskDefinition task) {
        return switch (task.lane()) {
            case COMPOSED -> cpu;
            case BLOCKING -> pool(task.pool());
            case VIRTUAL -> virtual();
        };
    }

    /** The watch over the threads of {@link #cpu}. */
    LoopWatch loops() {
        return loops;
    }

    /**
     * How many jobs of the lane of {@code task} are worth holding: as many as threads of its pool can still run, and a
     * quarter more, at least one, so that a thread need not wait for the next claim. Lanes without a pool have no limit.
     *
     * @param lost threads of that pool that do not come back
     */
    int worthHolding(TaskDefinition task, int lost, int slots) {
        if (task.lane() != Lane.BLOCKING || closed) {
            return slots;
        }
        int threads = options.threadsOf(task.pool()) - lost;
        return threads <= 0 ? 0 : threads + Math.max(1, threads / CLAIMS_AHEAD);
    }

    /** What a worker says of its lanes when it starts, a line each. */
    List<String> describe(TaskRegistry registry) {
        List<String> lines = new ArrayList<>();
        Map<Lane, Long> tasks = new TreeMap<>(
                registry.all().stream().collect(Collectors.groupingBy(TaskDefinition::lane, Collectors.counting())));
        lines.add(options.slots() + " slots; tasks by lane: " + tasks);
        if (!registry.all().isEmpty() && Runtime.version().feature() < FIRST_JDK_WITH_VIRTUAL_THREADS) {
            lines.add("no virtual lane: it needs JDK 21 or newer, this is "
                    + Runtime.version().feature());
        }
        boolean unnamed = registry.all().stream()
                .anyMatch(
                        task -> task.lane() == Lane.BLOCKING && !options.pools().containsKey(task.pool()));
        lines.add("blocking pools have " + options.threadsOf("") + " threads (" + options.blockingPoolReason() + ")"
                + (options.pools().isEmpty() ? "" : "; by name: " + new TreeMap<>(options.pools()))
                + (unnamed ? "" : "; no task runs in an unnamed one by itself, what it hands to Blocking may"));
        return lines;
    }

    /** Interrupts what still runs; nothing starts after this. */
    synchronized void close() {
        closed = true;
        pools.values().forEach(ThreadPoolExecutor::shutdownNow);
        if (virtual != null) {
            virtual.shutdownNow();
        }
        cpu.shutdown();
    }

    private ThreadPoolExecutor newPool(String name) {
        int threads = options.threadsOf(name);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(options.offloadsWaiting()),
                named(worker + "-blocking" + (name.isEmpty() ? "" : "-" + name)));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** By reflection, because this is compiled for JDK 17; a registry holds no virtual task where there is no such lane. */
    private synchronized Executor virtual() {
        if (closed) {
            throw new RejectedExecutionException("TURNOUT-0303 the worker is closed");
        }
        if (virtual == null) {
            virtual = newVirtual();
        }
        return virtual;
    }

    private ExecutorService newVirtual() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object virtualThreads = Thread.class.getMethod("ofVirtual").invoke(null);
            builder.getMethod("name", String.class, long.class).invoke(virtualThreads, worker + "-virtual-", 1L);
            builder.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(virtualThreads, false);
            ThreadFactory factory = (ThreadFactory) builder.getMethod("factory").invoke(virtualThreads);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ReflectiveOperationException absent) {
            throw new RejectedExecutionException("TURNOUT-0107 this JDK has no virtual threads", absent);
        }
    }

    /**
     * Threads are made by whoever hands work in. They inherit none of that one's thread-locals, and their class loader is that of
     * who made the worker all the same.
     */
    private ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return body -> {
            Thread thread = new Thread(null, body, name + "-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    private static ClassLoader loader() {
        ClassLoader ofCaller = Thread.currentThread().getContextClassLoader();
        return ofCaller == null ? Lanes.class.getClassLoader() : ofCaller;
    }

    /** Runs {@code piece} of a job on a thread of a lane, and leaves the thread's class loader as every job finds it. */
    void tidily(Runnable piece) {
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(loader);
        try {
            piece.run();
        } finally {
            thread.setContextClassLoader(loader);
        }
    }
}
