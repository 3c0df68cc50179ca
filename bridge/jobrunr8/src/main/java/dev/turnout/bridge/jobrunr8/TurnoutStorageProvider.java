// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr8;

import dev.turnout.bridge.jobrunr.RedisLayoutProvider;
import dev.turnout.bridge.store.RecurringStore.Definition;
import dev.turnout.bridge.store.RecurringStore.Instances;
import dev.turnout.bridge.store.Stats;
import dev.turnout.bridge.wire.RecurringDialect;
import io.lettuce.core.RedisClient;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.states.SchedulableState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.JobStats;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.storage.navigation.OffsetBasedPageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A storage provider for JobRunr 8 on the Redis layout of JobRunr 7, which JobRunr 8 itself has no more: an application goes to 8
 * without leaving Redis, beside servers and enqueuers of 7.
 *
 * <p>Everything is written in the words of JobRunr 7. Who created a recurring job is kept beside its definition. A carbon-aware job
 * that waits for its time (state {@code AWAITING}) is refused: a server of 7 stops at a document with that state.
 *
 * <p>The application's own client is used, with its address, credentials, TLS and Sentinel; it is neither changed nor shut down.
 */
public class TurnoutStorageProvider extends RedisLayoutProvider {
    private static final int PAGE = 500;
    private static final int PAGES = 10;
    private static final String CARBON_MARGIN = "["; // behind the cron expression: [PT1H/PT2H]

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
    protected void check(Job job) {
        if (job.getJobStates().stream().anyMatch(state -> state.getName() == StateName.AWAITING)) {
            throw new IllegalArgumentException("TURNOUT-0607 job " + job.getId()
                    + " is carbon aware, and was not stored: servers of JobRunr 7 on this store would stop at it. Schedule it for a"
                    + " fixed time.");
        }
    }

    @Override
    public void deleteMetadata(String name, String owner) {
        removeMetadata(name, owner);
    }

    /** None: such jobs are refused. */
    @Override
    public List<Job> getCarbonAwareJobList(Instant deadlineBefore, AmountRequest amountRequest) {
        return List.of();
    }

    /** Where a server of JobRunr 7 made the instance, nobody wrote down when it was to run: then it is looked for in the documents. */
    @Override
    public @Nullable Instant getRecurringJobLatestScheduledInstant(String recurringJobId, StateName... states) {
        Instances known = ask(() -> store().recurring().instances(recurringJobId, names(states)));
        if (!known.exist()) {
            return null;
        }
        return known.latest().orElseGet(() -> latestOf(recurringJobId, states));
    }

    private @Nullable Instant latestOf(String recurringJobId, StateName... states) {
        StateName[] chosen = states.length == 0 ? StateName.values() : states;
        return Arrays.stream(chosen)
                .map(state -> latestOf(recurringJobId, state))
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private @Nullable Instant latestOf(String recurringJobId, StateName state) {
        Instant latest = null;
        for (int page = 0; page < PAGES; page++) {
            List<Job> jobs = getJobList(state, new OffsetBasedPageRequest("updatedAt:DESC", (long) page * PAGE, PAGE));
            for (Job job : jobs) {
                if (job.getRecurringJobId().filter(recurringJobId::equals).isPresent()) {
                    Instant at = scheduledAt(job);
                    latest = latest == null || at.isAfter(latest) ? at : latest;
                }
            }
            if (latest != null || jobs.size() < PAGE) {
                return latest;
            }
        }
        return null;
    }

    private static Instant scheduledAt(Job job) {
        return job.getLastJobStateOfType(SchedulableState.class)
                .map(SchedulableState::getScheduledAt)
                .orElse(job.getCreatedAt());
    }

    @Override
    public RecurringJob saveRecurringJob(RecurringJob job) {
        if (job.getScheduleExpression().contains(CARBON_MARGIN)) {
            throw new IllegalArgumentException("TURNOUT-0608 recurring job " + job.getId() + " is carbon aware ("
                    + job.getScheduleExpression()
                    + "), and was not stored: a server of JobRunr 7 on this store cannot read that"
                    + " schedule, and would stop when it is master. Take the margin out of it.");
        }
        RecurringDialect document = RecurringDialect.inDialectOf7(mapper().serializeRecurringJob(job));
        return ask(() -> {
            store().recurring()
                    .define(new Definition(job.getId(), document.body(), document.creator()), job.getCreatedAt());
            return job;
        });
    }

    @Override
    protected String readable(String definition, String creator) {
        return new RecurringDialect(definition, creator).inDialectOf8();
    }

    @Override
    public JobStats getJobStats() {
        Instant asked = Instant.now();
        Stats stats = stats();
        long total = stats.scheduled() + stats.enqueued() + stats.processing() + stats.failed() + stats.succeeded();
        return new JobStats(
                asked,
                total,
                0L,
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
