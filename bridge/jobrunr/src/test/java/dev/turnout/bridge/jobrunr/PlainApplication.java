// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;

/** An application without Spring, by JobRunr's own configuration API. The worker policy is its one line that is ours. */
public final class PlainApplication implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Yard yard = new Yard();
    private final StorageProvider storage;
    private final int threads;
    private final int inFlight;
    private final JobScheduler scheduler;

    /** Starts one. {@link JobRunr} holds one application a class loader. */
    public PlainApplication(StorageProvider storage, int threads, int inFlight) {
        this.storage = storage;
        this.threads = threads;
        this.inFlight = inFlight;
        LegacyServer.Activator activator = new LegacyServer.Activator();
        activator.yard = yard;
        scheduler = JobRunr.configure()
                .useStorageProvider(storage)
                .useJobActivator(activator)
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(Duration.ofSeconds(5))
                        .andBackgroundJobServerWorkerPolicy(
                                AwaitingWorkerPolicy.around(LegacyServer.threads(threads), activator)
                                        .inFlight(inFlight)))
                .initialize()
                .getJobScheduler();
    }

    /**
     * As many jobs in flight as may be, on the few threads. Each ends as its stage does: one that fails comes again, one
     * that fails without retries is FAILED, and a deleted one takes its stage along.
     */
    public void holdsMoreJobsThanThreads() {
        JobId hopeless = scheduler.enqueue(() -> yard.derail("coal"));
        JobId sour = scheduler.enqueue(() -> yard.haul("milk"));
        JobId unwanted = scheduler.enqueue(() -> yard.haul("glass"));
        scheduler.enqueue(Stream.iterate(1, n -> n + 1).limit(inFlight - 2), n -> yard.haul("crate " + n));
        await().atMost(LONG).until(() -> yard.open.size() == inFlight);

        assertThat(storage.countJobs(StateName.PROCESSING)).isEqualTo(inFlight);
        assertThat(storage.countJobs(StateName.SUCCEEDED)).isZero();
        assertThat(yard.starters).hasSizeBetween(1, threads);
        assertThat(yard.facades).hasValue(0);

        yard.latest.get("milk").completeExceptionally(new IllegalStateException("sour"));
        scheduler.delete(unwanted);
        await().atMost(LONG).until(() -> scheduledAgain(sour).isPresent());
        await().atMost(LONG).until(yard.latest.get("glass")::isCancelled);
        assertThat(job(sour)
                        .getLastJobStateOfType(FailedState.class)
                        .orElseThrow()
                        .getExceptionMessage())
                .isEqualTo("sour");
        assertThat(job(unwanted).getState()).isEqualTo(StateName.DELETED);
        assertThat(job(hopeless).getState()).isEqualTo(StateName.FAILED);
        assertThat(storage.countJobs(StateName.SUCCEEDED)).isZero();

        yard.open.forEach(end -> end.complete(null));
        await().atMost(LONG).until(() -> yard.open.size() == inFlight + 1);
        yard.latest.get("milk").complete(null);
        await().atMost(LONG).until(() -> storage.countJobs(StateName.SUCCEEDED) == inFlight - 1);
        assertThat(yard.seen).hasSize(inFlight + 1);
    }

    private Optional<ScheduledState> scheduledAgain(JobId id) {
        return job(id).getLastJobStateOfType(ScheduledState.class);
    }

    private Job job(JobId id) {
        return storage.getJobById(id);
    }

    /** Ends what is in flight, and JobRunr. */
    @Override
    public void close() {
        yard.open.forEach(end -> end.complete(null));
        JobRunr.destroy();
    }
}
