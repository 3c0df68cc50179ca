// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;

/** An unmodified JobRunr 7.5.3 server on its own Redis provider, with one of its own mappers. */
final class StockPool implements AutoCloseable {
    final StorageProvider storage;
    private final BackgroundJobServer server;

    private StockPool(StorageProvider storage, JsonMapper mapper) {
        this.storage = storage;
        storage.setJobMapper(new JobMapper(mapper));
        server = new BackgroundJobServer(
                storage,
                mapper,
                null,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(2)
                        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(1))
                        .andPollInterval(Duration.ofSeconds(5)));
    }

    @SuppressWarnings("deprecation") // the provider that users of 7.5.3 have; JobRunr announces its end
    static StockPool on(RedisClient client, String prefix, JsonMapper mapper) {
        return new StockPool(new org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider(client, prefix), mapper);
    }

    StockPool start() {
        server.start();
        return this;
    }

    void pause() {
        server.pauseProcessing();
    }

    Job job(dev.turnout.runtime.task.JobId id) {
        return storage.getJobById(UUID.fromString(id.value()));
    }

    /** Stops without waiting: JobRunr's housekeeping threads take up to 10 s to go. */
    @Override
    public void close() {
        new Thread(server::stop, "stopper").start();
    }
}
