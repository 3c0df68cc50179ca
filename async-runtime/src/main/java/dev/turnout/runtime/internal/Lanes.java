// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.internal;

import dev.turnout.runtime.task.Lane;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.WorkerOptions;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/** The threads of a worker: a small pool that never waits, bounded pools that may, and virtual ones where the JDK has them. */
final class Lanes {
    private static final int MAX_OFFLOADS_WAITING = 10_000;
    private static final int MIN_CPU_THREADS = 2;

    private final String worker;
    private final WorkerOptions options;
    private final ThreadPoolExecutor cpu;
    private final Map<String, ThreadPoolExecutor> pools = new ConcurrentHashMap<>();
    private @Nullable ExecutorService virtual; // guarded by this
    private volatile boolean closed;

    Lanes(String worker, WorkerOptions options) {
        this.worker = worker;
        this.options = options;
        int threads = Math.max(MIN_CPU_THREADS, Runtime.getRuntime().availableProcessors());
        this.cpu = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(worker + "-cpu"));
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

    static boolean mayWait(TaskDefinition task) {
        return task.lane() != Lane.COMPOSED;
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
                new LinkedBlockingQueue<>(options.slots() + MAX_OFFLOADS_WAITING),
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
            ThreadFactory factory = (ThreadFactory) builder.getMethod("factory").invoke(virtualThreads);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ReflectiveOperationException absent) {
            throw new RejectedExecutionException("TURNOUT-0107 this JDK has no virtual threads", absent);
        }
    }

    static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return body -> {
            Thread thread = new Thread(body, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
