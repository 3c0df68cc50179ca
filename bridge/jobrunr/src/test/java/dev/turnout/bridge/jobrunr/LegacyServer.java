// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.lambdas.JobLambda;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobPerformerFactory;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerWorkerPolicy;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.server.threadpool.PlatformThreadPoolJobRunrExecutor;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** A real JobRunr server on a store in memory that looks for work every 200 ms. */
final class LegacyServer implements AutoCloseable {
    static final JacksonJsonMapper JSON = new JacksonJsonMapper();

    final Yard yard = new Yard();
    final StorageProvider storage = new InMemoryStorageProvider();
    final JobScheduler scheduler = new JobScheduler(storage);
    final BackgroundJobServer server;

    private LegacyServer(BackgroundJobServerWorkerPolicy policy, JobActivator activator, List<JobFilter> filters) {
        storage.setJobMapper(new JobMapper(JSON));
        server = new BackgroundJobServer(
                storage,
                JSON,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(Duration.ofMillis(200))
                        .andServerTimeoutPollIntervalMultiplicand(100) // a busy machine makes no orphans
                        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(1))
                        .andBackgroundJobServerWorkerPolicy(policy));
        server.setJobFilters(filters);
    }

    /** Stages in flight beside {@code threads}. */
    static LegacyServer awaiting(int threads, int inFlight, JobFilter... filters) {
        Activator activator = new Activator();
        return start(AwaitingWorkerPolicy.around(threads(threads), activator).inFlight(inFlight), activator, filters);
    }

    /** The same, with other beans than the yard. */
    static LegacyServer serving(Object bean, int threads, int inFlight, JobFilter... filters) {
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.isInstance(bean) ? type.cast(bean) : null;
            }
        };
        return start(AwaitingWorkerPolicy.around(threads(threads), activator).inFlight(inFlight), activator, filters);
    }

    /** A server that knows nothing of us but the jar on its class path. */
    static LegacyServer foreign(int threads) {
        return start(threads(threads), new Activator());
    }

    /** JobRunr as it comes, without our jar. */
    static LegacyServer stock(int threads) {
        Thread here = Thread.currentThread();
        ClassLoader usual = here.getContextClassLoader(); // the one that JobRunr looks for performers in
        here.setContextClassLoader(new WithoutUs(usual));
        try {
            return foreign(threads);
        } finally {
            here.setContextClassLoader(usual);
        }
    }

    static LegacyServer start(BackgroundJobServerWorkerPolicy policy, JobActivator activator, JobFilter... filters) {
        LegacyServer legacy = new LegacyServer(policy, activator, List.of(filters));
        if (activator instanceof Activator yards) {
            yards.yard = legacy.yard;
        }
        legacy.server.start();
        return legacy;
    }

    JobId enqueue(JobLambda job) {
        return scheduler.enqueue(job);
    }

    void awaitState(JobId id, StateName state) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> storage.getJobById(id.asUUID()).hasState(state));
    }

    void stop() {
        server.stop();
    }

    /** Stops without waiting: JobRunr's housekeeping threads take up to 10 s to go. */
    @Override
    public void close() {
        new Thread(server::stop, "stopper").start();
    }

    static BackgroundJobServerWorkerPolicy threads(int count) {
        return new DefaultBackgroundJobServerWorkerPolicy(count, PlatformThreadPoolJobRunrExecutor::new);
    }

    private static final class WithoutUs extends ClassLoader {
        WithoutUs(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals("META-INF/services/" + BackgroundJobPerformerFactory.class.getName())
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }

    /** Gives the yard, and nothing else. */
    static final class Activator implements JobActivator {
        Yard yard;

        @Override
        public <T> T activateJob(Class<T> type) {
            return type.isInstance(yard) ? type.cast(yard) : null;
        }
    }
}
