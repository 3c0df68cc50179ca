// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.time.Duration;
import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.server.BackgroundJobPerformer;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** A real JobRunr server for the jobs of the depot. */
final class DepotServer implements AutoCloseable {
    final Depot depot = new Depot();
    private final BackgroundJobServer server;

    DepotServer(StorageProvider storage, List<JobFilter> filters) {
        this(storage, filters, true);
    }

    /** @param polls false for a server that only runs what it is given */
    DepotServer(StorageProvider storage, List<JobFilter> filters, boolean polls) {
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(depot);
            }
        };
        server = new BackgroundJobServer(
                storage,
                new JacksonJsonMapper(),
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(2)
                        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(1))
                        .andPollInterval(DropIn.SHORTEST_POLL));
        server.setJobFilters(filters);
        if (polls) {
            server.start();
        }
    }

    void perform(Job job) {
        new BackgroundJobPerformer(server, job).run();
    }

    @Override
    public void close() {
        new Thread(server::stop, "stopper").start();
    }
}
