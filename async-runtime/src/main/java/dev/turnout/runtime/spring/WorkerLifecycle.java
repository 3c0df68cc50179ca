// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Worker;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the worker last and stops it first, so that everything its tasks use is there as long as one runs. A context
 * that is stopped and started again has a new worker.
 */
public final class WorkerLifecycle implements SmartLifecycle {
    private final Supplier<Worker> builder;
    private final WorkerStart start;
    private volatile @Nullable Worker worker;

    WorkerLifecycle(WorkerStart start, Supplier<Worker> builder) {
        this.builder = builder;
        this.start = start;
    }

    /** The worker that runs now; empty before the start and after the stop. */
    public Optional<Worker> worker() {
        return Optional.ofNullable(worker);
    }

    @Override
    public synchronized void start() {
        if (worker == null) {
            Worker built = builder.get();
            worker = built;
            start.start(built);
        }
    }

    /** Blocks until the worker has drained, see {@link Worker#close}. */
    @Override
    public synchronized void stop() {
        Worker running = worker;
        worker = null;
        if (running != null) {
            running.close();
        }
    }

    /** Drains on a thread of its own, so that the stop of other beans of this phase is not held up. */
    @Override
    public void stop(Runnable done) {
        Thread drain = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        done.run();
                    }
                },
                "turnout-drain");
        drain.start();
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }
}
