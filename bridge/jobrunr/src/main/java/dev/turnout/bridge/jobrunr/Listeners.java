// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.JobStats;
import org.jobrunr.storage.JobStatsEnricher;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.listeners.BackgroundJobServerStatusChangeListener;
import org.jobrunr.storage.listeners.JobChangeListener;
import org.jobrunr.storage.listeners.JobStatsChangeListener;
import org.jobrunr.storage.listeners.MetadataChangeListener;
import org.jobrunr.storage.listeners.StorageProviderChangeListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who want to hear of changes: dashboards, meters. They hear on a thread of their own, of everything every 5 s, and of numbers
 * and metadata soon after they changed, at most once a second. Without listeners there is no thread and no question to Redis.
 */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final long FIRST_MS = 3_000;
    private static final long EVERY_MS = 5_000;
    private static final long LULL_MS = 1_000;

    private final StorageProvider provider;
    private final JobStatsEnricher enricher = new JobStatsEnricher();
    private final Set<StorageProviderChangeListener> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean statsPlanned = new AtomicBoolean();
    private final AtomicBoolean metadataPlanned = new AtomicBoolean();
    private @Nullable ScheduledExecutorService clock; // guarded by this

    Listeners(StorageProvider provider) {
        this.provider = provider;
    }

    synchronized void add(StorageProviderChangeListener listener) {
        all.add(listener);
        if (clock == null) {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, body -> {
                Thread thread = new Thread(body, "turnout-listeners");
                thread.setDaemon(true);
                return thread;
            });
            executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            executor.scheduleWithFixedDelay(this::tellAll, FIRST_MS, EVERY_MS, TimeUnit.MILLISECONDS);
            clock = executor;
        }
    }

    synchronized void remove(StorageProviderChangeListener listener) {
        all.remove(listener);
        if (all.isEmpty()) {
            stop();
        }
    }

    /** Jobs have changed. */
    void jobsChanged() {
        soon(statsPlanned, this::tellStats);
    }

    /** Metadata has changed. */
    void metadataChanged() {
        soon(metadataPlanned, this::tellMetadata);
    }

    @Override
    public synchronized void close() {
        all.clear();
        stop();
    }

    private void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    private synchronized void soon(AtomicBoolean planned, Runnable tell) {
        if (clock != null && planned.compareAndSet(false, true)) {
            clock.schedule(
                    () -> {
                        planned.set(false);
                        quietly(tell);
                    },
                    LULL_MS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void tellAll() {
        quietly(this::tellStats);
        quietly(this::tellJobs);
        quietly(this::tellServers);
        quietly(this::tellMetadata);
    }

    private void tellStats() {
        List<JobStatsChangeListener> listeners =
                of(JobStatsChangeListener.class).toList();
        if (!listeners.isEmpty()) {
            JobStats stats = enricher.enrich(provider.getJobStats());
            listeners.forEach(listener -> listener.onChange(stats));
        }
    }

    private void tellJobs() {
        of(JobChangeListener.class).forEach(listener -> {
            try {
                listener.onChange(provider.getJobById(listener.getJobId()));
            } catch (JobNotFoundException gone) {
                closeQuietly(listener);
            }
        });
    }

    private void tellServers() {
        List<BackgroundJobServerStatusChangeListener> listeners =
                of(BackgroundJobServerStatusChangeListener.class).toList();
        if (!listeners.isEmpty()) {
            var servers = provider.getBackgroundJobServers();
            listeners.forEach(listener -> listener.onChange(servers));
        }
    }

    private void tellMetadata() {
        of(MetadataChangeListener.class)
                .forEach(
                        listener -> listener.onChange(provider.getMetadata(listener.listenForChangesOfMetadataName())));
    }

    private <T> Stream<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast);
    }

    private static void quietly(Runnable tell) {
        try {
            tell.run();
        } catch (RuntimeException e) {
            LOG.debug("Listeners of the storage provider were not told; they will be in a few seconds.", e);
        }
    }

    private static void closeQuietly(AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            LOG.debug("A listener to a job that is gone could not be closed.", e);
        }
    }
}
