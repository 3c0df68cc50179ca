// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.Worker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * A worker that ends its application when the queue has nothing more for it.
 *
 * <p>It begins when the application is ready, after all runners, so it also does what those have put in; and on the thread that
 * started the application, so {@code SpringApplication.run} returns when everything is over. If somebody else closes the
 * context before that, the end of the process is left to them.
 */
final class BurstStart implements WorkerStart, ApplicationListener<ApplicationReadyEvent>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(BurstStart.class);
    private static final int FAILED = 1;

    private final ApplicationContext context;
    private final ObjectProvider<ApplicationArguments> application;
    private final int maxJobs;
    private final boolean deferredToo;
    private final BurstExit exit;
    private volatile @Nullable Worker waiting;

    BurstStart(
            ApplicationContext context,
            ObjectProvider<ApplicationArguments> application,
            int maxJobs,
            boolean deferredToo,
            BurstExit exit) {
        this.context = context;
        this.application = application;
        this.maxJobs = maxJobs;
        this.deferredToo = deferredToo;
        this.exit = exit;
    }

    /** Reads {@code true}, or the number of jobs. */
    static int jobsOf(String setting) {
        if (setting.equalsIgnoreCase("true")) {
            return Integer.MAX_VALUE;
        }
        try {
            int jobs = Integer.parseInt(setting.strip());
            if (jobs > 0) {
                return jobs;
            }
        } catch (NumberFormatException word) {
            LOG.debug("{} is no number", setting, word);
        }
        throw new StartFailure(
                "TURNOUT-0373",
                "turnout.worker.burst is '" + setting + "'.",
                "Set it to true, to false, or to how many jobs the burst takes at most, 1 or more.");
    }

    @Override
    public void begin(Worker worker) {
        if (application.getIfAvailable() == null) {
            throw new StartFailure(
                    "TURNOUT-0374",
                    "turnout.worker.burst is set, but this context was not started by SpringApplication, whose end it is to be.",
                    "Start the application with SpringApplication, or call Worker.burst yourself.");
        }
        waiting = worker;
    }

    @Override
    public void ending(Worker worker) {
        waiting = null;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        Worker worker = waiting;
        if (worker == null || ready.getApplicationContext() != context) {
            return;
        }
        BurstResult result =
                worker.burst(maxJobs, deferredToo).toCompletableFuture().join();
        if (waiting != worker) {
            LOG.info("The context was closed before the burst was over: {}", result.counts());
            return;
        }
        int code = worker.health().alive() ? report(result) : FAILED; // out of memory: the log has said so
        exit.exit(SpringApplication.exit(context, () -> code), result);
    }

    private static int report(BurstResult result) {
        if (result.failures().isEmpty()) {
            LOG.info("The burst is over: {}", result.counts());
            return 0;
        }
        StringBuilder list = new StringBuilder();
        result.failures()
                .forEach(job -> list.append(System.lineSeparator())
                        .append("  ")
                        .append(job.id())
                        .append(' ')
                        .append(job.task())
                        .append(": ")
                        .append(job.failure()));
        LOG.error("TURNOUT-0375 The burst is over: {}. These jobs have failed:{}", result.counts(), list);
        return FAILED;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
