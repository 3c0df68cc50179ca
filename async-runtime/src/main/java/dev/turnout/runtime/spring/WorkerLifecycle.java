// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Worker;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the worker last and stops it first, so that everything its tasks use is there as long as one runs. A context
 * that is stopped and started again has a new worker.
 *
 * <p>A stop blocks until the worker has drained, whatever time-out the context has for a phase: else the context would close
 * connection pools under jobs that run.
 */
public final class WorkerLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
    private final ConfigurableApplicationContext context;
    private final Supplier<Worker> builder;
    private final WorkerStart begin;
    private volatile @Nullable Worker worker;

    WorkerLifecycle(ConfigurableApplicationContext context, Supplier<Worker> builder, WorkerStart begin) {
        this.context = context;
        this.builder = builder;
        this.begin = begin;
    }

    /** The worker that runs now; empty before the start and after the stop. */
    public Optional<Worker> worker() {
        return Optional.ofNullable(worker);
    }

    @Override
    public synchronized void start() {
        if (worker == null) {
            Worker built = builder.get();
            begin.begin(built);
            worker = built;
            stopsBeforeOtherBeansAreDestroyed();
        }
    }

    /** Blocks until the worker has drained, see {@link Worker#close}. */
    @Override
    public synchronized void stop() {
        Worker running = worker;
        worker = null;
        if (running != null) {
            begin.ending(running);
            running.close();
        }
    }

    /** The context has begun to close: from now on nothing is claimed, however long it takes until the stop has its turn. */
    @Override
    public void onApplicationEvent(ContextClosedEvent closing) {
        if (closing.getApplicationContext() == context) {
            worker().ifPresent(Worker::pause);
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }

    /** A context that fails to start destroys its beans, and does not in every version of Spring stop them first. */
    private void stopsBeforeOtherBeansAreDestroyed() {
        if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry beans) {
            beans.registerDisposableBean("turnoutWorker", this::stop); // who comes last goes first
        }
    }
}
