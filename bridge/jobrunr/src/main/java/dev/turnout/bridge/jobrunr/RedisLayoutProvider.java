// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.store.LayoutStore;
import dev.turnout.bridge.store.Saved;
import dev.turnout.bridge.store.Saving;
import dev.turnout.bridge.store.Stats;
import dev.turnout.runtime.redis.RedisFault;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobListVersioner;
import org.jobrunr.jobs.JobVersioner;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.jobrunr.storage.JobRunrMetadata;
import org.jobrunr.storage.RecurringJobsResult;
import org.jobrunr.storage.StorageException;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.listeners.StorageProviderChangeListener;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both lines' storage providers on the Redis layout of JobRunr 7 share.
 *
 * <p>JobRunr's interface is implemented directly, not through its abstract class: so servers may poll more often than every 5 s, and
 * need not, because they are woken. All methods wait for Redis and may be called by any number of threads. A {@link
 * StorageException} says that Redis gave no answer for as long as the provider's patience; beats, the search for timed-out servers
 * and claims do not throw then, because JobRunr's server would shut down.
 */
public abstract class RedisLayoutProvider implements StorageProvider {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLayoutProvider.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(200);
    private static final Duration SHORTEST_RECURRENCE = Duration.ofSeconds(1);
    private static final int PASSED_OVER = 10_000;

    private final LayoutStore store;
    private final JobBodies bodies;
    private final JobPages pages;
    private final RecurringJobs recurring;
    private final Unread unread = new Unread(PASSED_OVER, System::nanoTime);
    private final ListedServers servers;
    private final MetadataRecords metadata;
    private final Listeners listeners;
    private final Wakes wakes;
    private final Revocations revocations;
    private final boolean afterCommit;

    /**
     * Opens the store. Waits for the first connection; throws if Redis cannot be reached.
     *
     * @param keyPrefix empty for none
     * @param afterCommit whether new jobs are sent when the thread's Spring transaction has committed
     */
    @SuppressWarnings("this-escape") // listeners only keep the reference
    protected RedisLayoutProvider(RedisClient client, String keyPrefix, boolean afterCommit) {
        this.store = LayoutStore.open(client, keyPrefix, PATIENCE);
        this.bodies = new JobBodies(store.jobs());
        this.pages = new JobPages(store.jobs(), bodies);
        this.recurring = new RecurringJobs(store.recurring());
        this.servers = new ListedServers(store.servers());
        this.metadata = new MetadataRecords(store.metadata());
        this.listeners = new Listeners(this);
        this.wakes = new Wakes(store);
        this.revocations = new Revocations(store.jobs(), bodies, wakes);
        this.afterCommit = afterCommit;
        try {
            store.checkRights();
            store.setUp();
        } catch (RuntimeException e) {
            shut();
            throw e;
        }
        store.hear(wakes::heard);
    }

    /** Where everything lies. */
    protected final LayoutStore store() {
        return store;
    }

    /** The application's mapper. */
    protected final JobMapper mapper() {
        return bodies.mapper();
    }

    @Override
    public StorageProviderInfo getStorageProviderInfo() {
        return new StorageProviderInfo(this) {};
    }

    @Override
    public void setJobMapper(JobMapper jobMapper) {
        bodies.use(jobMapper);
    }

    /** Nothing to create or to check: the layout has no schema. */
    @Override
    public void setUpStorageProvider(DatabaseOptions databaseOptions) {
        Answers.tell(store::setUp);
    }

    @Override
    public void addJobStorageOnChangeListener(StorageProviderChangeListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeJobStorageOnChangeListener(StorageProviderChangeListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void announceBackgroundJobServer(BackgroundJobServerStatus server) {
        servers.announce(server);
    }

    @Override
    public boolean signalBackgroundJobServerAlive(BackgroundJobServerStatus server) {
        return servers.beat(server);
    }

    @Override
    public void signalBackgroundJobServerStopped(BackgroundJobServerStatus server) {
        wakes.gone(server.getId());
        servers.leave(server);
    }

    @Override
    public List<BackgroundJobServerStatus> getBackgroundJobServers() {
        return servers.all();
    }

    @Override
    public UUID getLongestRunningBackgroundJobServerId() {
        return servers.master();
    }

    @Override
    public int removeTimedOutBackgroundJobServers(Instant heartbeatOlderThan) {
        return servers.removeSilentSince(heartbeatOlderThan);
    }

    @Override
    public void saveMetadata(JobRunrMetadata metadata) {
        this.metadata.put(metadata);
        listeners.metadataChanged();
    }

    @Override
    public List<JobRunrMetadata> getMetadata(String name) {
        return metadata.all(name);
    }

    @Override
    public @Nullable JobRunrMetadata getMetadata(String name, String owner) {
        return metadata.one(name, owner);
    }

    @Override
    public void deleteMetadata(String name) {
        if (metadata.removeAll(name)) {
            listeners.metadataChanged();
        }
    }

    /** Removes one piece. */
    protected final void removeMetadata(String name, String owner) {
        if (metadata.remove(name, owner)) {
            listeners.metadataChanged();
        }
    }

    @Override
    public Job save(Job job) {
        try (JobVersioner version = new JobVersioner(job)) {
            check(job);
            Saving saving = bodies.saving(job);
            if (version.isNewJob() && isPutOff()) {
                AfterCommit.store(store.jobs(), List.of(saving));
            } else {
                saveOne(saving, job);
            }
            version.commitVersion();
        }
        changed(List.of(job));
        return job;
    }

    private void saveOne(Saving saving, Job job) {
        if (ask(() -> store.jobs().save(List.of(saving))).get(0) != Saved.STORED) {
            wakes.ended(job.getId()); // whatever it was, it waits for no thread any more
            throw new ConcurrentJobModificationException(job);
        }
    }

    @Override
    public List<Job> save(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return jobs;
        }
        try (JobListVersioner versions = new JobListVersioner(jobs)) {
            boolean fresh = versions.areNewJobs();
            jobs.forEach(this::check);
            List<Saving> savings = jobs.stream().map(bodies::saving).toList();
            if (fresh && isPutOff()) {
                AfterCommit.store(store.jobs(), savings);
                versions.commitVersions();
            } else {
                List<Job> lost = lost(jobs, saveAll(savings));
                versions.rollbackVersions(lost); // and commits the others
                List<Job> unresolved = revocations.except(lost);
                if (!unresolved.isEmpty()) {
                    throw new ConcurrentJobModificationException(unresolved);
                }
            }
        }
        changed(jobs);
        return jobs;
    }

    private List<Saved> saveAll(List<Saving> savings) {
        return ask(() -> store.jobs().save(savings));
    }

    private static List<Job> lost(List<Job> jobs, List<Saved> answers) {
        List<Job> lost = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            if (answers.get(i) != Saved.STORED) {
                lost.add(jobs.get(i));
            }
        }
        return lost;
    }

    private boolean isPutOff() {
        return afterCommit && AfterCommit.isPossible();
    }

    /** Throws if the layout cannot carry this job. */
    protected void check(Job job) {}

    private void changed(List<Job> jobs) {
        for (Job job : jobs) {
            if (!job.hasState(StateName.PROCESSING)) {
                wakes.ended(job.getId());
            }
        }
        listeners.jobsChanged();
    }

    @Override
    public Job getJobById(UUID id) {
        return pages.one(id);
    }

    @Override
    public long countJobs(StateName state) {
        return ask(() -> store.jobs().count(state.name()));
    }

    /** An orphan is looked for by this: a job that an async worker holds is none, however old its document. */
    @Override
    public List<Job> getJobList(StateName state, Instant updatedBefore, AmountRequest request) {
        return pages.list(state, request, Optional.of(updatedBefore), state == StateName.PROCESSING);
    }

    @Override
    public List<Job> getJobList(StateName state, AmountRequest request) {
        return pages.list(state, request, Optional.empty(), false);
    }

    @Override
    public List<Job> getScheduledJobs(Instant scheduledBefore, AmountRequest request) {
        return pages.due(scheduledBefore, request);
    }

    /** Claims: what it gives is this server's, and stored so. */
    @Override
    public List<Job> getJobsToProcess(BackgroundJobServer server, AmountRequest request) {
        Seat seat = wakes.seat(server);
        long rest = seat.rest();
        if (rest > 0) {
            wakes.unlessLooked(server.getId(), Duration.ofNanos(rest));
            return List.of();
        }
        int most = request.getLimit() - seat.pending(server);
        if (most <= 0) {
            return List.of();
        }
        seat.looks();
        try {
            servers.sayFilters(server);
            ClaimRound round = new ClaimRound(store, bodies, unread, server);
            List<Job> jobs = round.claim(most);
            jobs.forEach(seat::handed);
            if (jobs.size() < most) {
                planNext(seat, server.getId(), round, !jobs.isEmpty());
            }
            if (!jobs.isEmpty()) {
                listeners.jobsChanged();
            }
            return jobs;
        } catch (RedisFault fault) {
            LOG.warn("Nothing was claimed: {}", fault.getMessage());
            return List.of();
        }
    }

    private void planNext(Seat seat, UUID server, ClaimRound round, boolean foundSome) {
        boolean roused = seat.foundLittle();
        if (round.more()) {
            wakes.unlessLooked(server, seat.beforeMore(foundSome));
        } else {
            wakes.looked(server, round.at());
            round.next().ifPresent(ripe -> wakes.at(server, ripe));
        }
        if (roused) {
            wakes.unlessLooked(server, Duration.ZERO);
        }
    }

    @Override
    public int deletePermanently(UUID id) {
        return told(pages.remove(id));
    }

    @Override
    public int deleteJobsPermanently(StateName state, Instant updatedBefore) {
        return told(pages.remove(state, updatedBefore));
    }

    private int told(int removed) {
        if (removed > 0) {
            listeners.jobsChanged();
        }
        return removed;
    }

    @Override
    public Set<String> getDistinctJobSignatures(StateName... states) {
        return ask(() -> store.jobs().signatures(names(states)));
    }

    @Override
    public boolean recurringJobsUpdated(Long recurringJobsUpdatedHash) {
        return recurring.changedSince(recurringJobsUpdatedHash);
    }

    @Override
    public RecurringJobsResult getRecurringJobs() {
        return recurring.all(
                definition -> mapper().deserializeRecurringJob(readable(definition.body(), definition.creator())));
    }

    /** The definition in a form that this line of JobRunr reads. */
    protected abstract String readable(String definition, String creator);

    @Override
    public int deleteRecurringJob(String id) {
        return recurring.remove(id) ? 1 : 0;
    }

    /** How many there are of everything. */
    protected final Stats stats() {
        return ask(() -> store.jobs().stats());
    }

    @Override
    public void publishTotalAmountOfSucceededJobs(int amount) {
        Answers.tell(() -> store.jobs().countSucceeded(amount));
    }

    @Override
    public void close() {
        shut();
    }

    private void shut() {
        listeners.close();
        wakes.close();
        store.close();
    }

    @Override
    public void validatePollInterval(Duration pollInterval) {
        atLeast(pollInterval, SHORTEST_POLL, "poll interval");
    }

    @Override
    public void validateRecurringJobInterval(Duration interval) {
        atLeast(interval, SHORTEST_RECURRENCE, "time between instances of a recurring job");
    }

    private static void atLeast(Duration time, Duration shortest, String what) {
        if (time.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "The smallest supported " + what + " is " + shortest.toMillis() + " ms.");
        }
    }

    /** The states' names; of all where none is given. */
    protected static List<String> names(StateName... states) {
        StateName[] chosen = states.length == 0 ? StateName.values() : states;
        return Arrays.stream(chosen).map(StateName::name).toList();
    }

    /** Turns a fault of Redis into JobRunr's exception. */
    protected static <T extends @Nullable Object> T ask(Supplier<T> question) {
        return Answers.ask(question);
    }
}
