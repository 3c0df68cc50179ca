// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where filters are asked and told of ends: they may wait for a database, so not on the link's threads. */
final class FilterThreads {
    private static final int MOST = 16;
    private static final int IDLE_SECONDS = 10;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    FilterThreads() {
        threads = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> {
                    Thread thread = new Thread(body, "turnout-filters-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Bounded by the slots of the worker: each run has one end. Without work it has no threads, so it needs no close. */
    Executor executor() {
        return threads;
    }
}
