// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import dev.turnout.bridge.jobrunr.RedisLayoutProvider;
import dev.turnout.bridge.store.RecurringStore.Definition;
import dev.turnout.bridge.store.Stats;
import dev.turnout.bridge.wire.RecurringDialect;
import io.lettuce.core.RedisClient;
import java.time.Instant;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.JobStats;

/**
 * The drop-in for JobRunr 7's Redis providers: the same keys, the same documents, the same constructors. Claims are one script and
 * obey routes; a change is one script instead of about 20 commands; servers are woken when work comes; an entry that nobody can read
 * stops no server.
 *
 * <p>The application's own client is used, with its address, credentials, TLS and Sentinel; it is neither changed nor shut down.
 */
public class TurnoutStorageProvider extends RedisLayoutProvider {
    /** A provider without a key prefix. Waits for the first connection; throws if Redis cannot be reached. */
    public TurnoutStorageProvider(RedisClient redisClient) {
        this(redisClient, "");
    }

    /** A provider under a key prefix. Waits for the first connection; throws if Redis cannot be reached. */
    public TurnoutStorageProvider(RedisClient redisClient, String keyPrefix) {
        this(redisClient, keyPrefix, false);
    }

    /**
     * A provider under a key prefix.
     *
     * @param afterCommit whether a new job that is saved inside a Spring transaction is sent when that has committed, and never if it
     *     is rolled back; needs {@code spring-tx}. A crash between commit and sending loses the job
     */
    public TurnoutStorageProvider(RedisClient redisClient, String keyPrefix, boolean afterCommit) {
        super(redisClient, keyPrefix, afterCommit);
    }

    @Override
    public boolean recurringJobExists(String recurringJobId, StateName... states) {
        return ask(() ->
                store().recurring().instances(recurringJobId, names(states)).exist());
    }

    @Override
    public RecurringJob saveRecurringJob(RecurringJob job) {
        String body = mapper().serializeRecurringJob(job);
        return ask(() -> {
            store().recurring().define(new Definition(job.getId(), body, ""), job.getCreatedAt());
            return job;
        });
    }

    @Override
    protected String readable(String definition, String creator) {
        return RecurringDialect.inDialectOf7(definition).body();
    }

    @Override
    public JobStats getJobStats() {
        Instant asked = Instant.now();
        Stats stats = stats();
        long total = stats.scheduled() + stats.enqueued() + stats.processing() + stats.failed() + stats.succeeded();
        return new JobStats(
                asked,
                total,
                stats.scheduled(),
                stats.enqueued(),
                stats.processing(),
                stats.failed(),
                stats.succeeded(),
                stats.succeededEver(),
                stats.deleted(),
                stats.recurring(),
                stats.servers());
    }
}
