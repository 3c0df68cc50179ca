// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SPI on a map, for tests: one store, and one view of it a worker. Time goes on by the store's own clock, which a
 * test moves.
 */
public class InMemoryQueue implements Queue, Claims, Duties, Presence, Door {
    private final Store store;
    private Routes routes = Routes.ALWAYS;
    private @Nullable Ear ear;
    private volatile boolean silent;

    /** One view of {@code store}, as one worker has it. */
    public InMemoryQueue(Store store) {
        this.store = store;
    }

    /** Lets this view have {@code routes}. */
    public InMemoryQueue with(Routes routes) {
        this.routes = routes;
        return this;
    }

    /** Changes are made from now on, but no answer comes. */
    public void silent(boolean silent) {
        this.silent = silent;
    }

    @Override
    public CompletionStage<List<Claim>> claim(int limit, Set<TaskAddress> known) {
        return done(() -> store.claim(limit, known, routes.epoch()));
    }

    @Override
    public CompletionStage<List<Answer>> renew(List<Claim> claims) {
        store.renewals++;
        List<Answer> answers = new ArrayList<>();
        for (Claim claim : claims) {
            answers.add(answered(store.change(claim, job -> job.leaseEnd = store.now + store.lease.toNanos())));
        }
        return CompletableFuture.completedFuture(answers);
    }

    @Override
    public CompletionStage<Answer> complete(Claim claim) {
        return done(() -> answered(store.change(claim, job -> job.state = "SUCCEEDED")));
    }

    @Override
    public CompletionStage<Answer> fail(Claim claim, Failure failure) {
        return done(() -> answered(store.change(claim, job -> {
            job.failures.add(failure.cause());
            store.failed(job, failure.mayRetry(), failure.defaultRetries());
        })));
    }

    @Override
    public CompletionStage<Answer> release(Claim claim) {
        return done(() -> answered(store.change(claim, job -> {
            job.attempt--;
            job.state = "ENQUEUED";
        })));
    }

    @Override
    public CompletionStage<Answer> park(Claim claim, String reason) {
        return done(() -> answered(store.change(claim, job -> {
            job.attempt--;
            job.state = "PARKED";
            job.reason = reason;
        })));
    }

    @Override
    public CompletionStage<Answer> note(Claim claim, Map<String, JsonNode> metadata) {
        return done(() -> answered(store.change(claim, job -> job.metadata.putAll(metadata))));
    }

    @Override
    public void forget(Claim claim) {
        store.forgotten.add(claim.id());
    }

    @Override
    public CompletionStage<Integer> promote() {
        return done(store::promote);
    }

    @Override
    public CompletionStage<Integer> reap() {
        return done(store::reap);
    }

    @Override
    public CompletionStage<Void> announce() {
        return done(() -> store.present.add(this)).thenAccept(added -> {});
    }

    @Override
    public CompletionStage<Void> beat(Beat beat) {
        return done(() -> store.beats.add(beat)).thenAccept(added -> {});
    }

    @Override
    public CompletionStage<Void> leave() {
        return done(() -> store.present.remove(this)).thenAccept(removed -> {});
    }

    @Override
    public CompletionStage<Void> listen(Ear ear) {
        this.ear = ear;
        return done(() -> store.ears.add(ear)).thenAccept(added -> {});
    }

    /** Signals a change of routes to this view. */
    public void signal(long epoch) {
        Ear hears = ear;
        if (hears != null) {
            hears.epoch(epoch);
        }
    }

    @Override
    public CompletionStage<Boolean> insert(NewJob job) {
        CompletionStage<Boolean> added = done(() -> store.insert(job));
        store.ears.forEach(Ear::work);
        return added;
    }

    @Override
    public CompletionStage<Optional<String>> state(JobId id) {
        return done(() -> Optional.ofNullable(store.jobs.get(id)).map(job -> job.state));
    }

    @Override
    public CompletionStage<Answer> delete(JobId id) {
        return done(() -> {
            Job job = store.jobs.get(id);
            if (job == null || job.state.equals("DELETED")) {
                return new AlreadyFinal();
            }
            job.state = "DELETED";
            return new Committed();
        });
    }

    @Override
    public Claims claims() {
        return this;
    }

    @Override
    public Duties duties() {
        return this;
    }

    @Override
    public Presence presence() {
        return this;
    }

    @Override
    public Door door() {
        return this;
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public void close() {
        store.present.remove(this);
    }

    private Answer answered(Answer answer) {
        return silent ? new Answer.Indeterminate(new IllegalStateException("no reply")) : answer;
    }

    private <T> CompletionStage<T> done(Supplier<T> change) {
        synchronized (store) {
            return CompletableFuture.completedFuture(change.get());
        }
    }

    /** The jobs, and the clock. */
    public static final class Store {
        public final List<Beat> beats = new CopyOnWriteArrayList<>();
        public final List<InMemoryQueue> present = new CopyOnWriteArrayList<>();
        public final List<JobId> forgotten = new CopyOnWriteArrayList<>();
        private final List<Ear> ears = new CopyOnWriteArrayList<>();
        private final Map<JobId, Job> jobs = new LinkedHashMap<>();
        private final Duration lease;
        private long now;
        private long tokens;
        public volatile int renewals;
        /** The route as stored, which binds at claim: true keeps every job from async workers. */
        public volatile boolean legacyOnly;

        public Store(Duration lease) {
            this.lease = lease;
        }

        /** Moves the clock of the queue. */
        public synchronized void advance(Duration time) {
            now += time.toNanos();
        }

        public synchronized Job job(JobId id) {
            return Objects.requireNonNull(jobs.get(id));
        }

        public synchronized String stateOf(JobId id) {
            return job(id).state;
        }

        private boolean insert(NewJob job) {
            if (jobs.containsKey(job.id())) {
                return false;
            }
            jobs.put(
                    job.id(),
                    new Job(job, now + job.delay().toNanos(), job.delay().isZero()));
            return true;
        }

        private List<Claim> claim(int limit, Set<TaskAddress> known, long epoch) {
            List<Claim> claims = new ArrayList<>();
            for (Job job : jobs.values()) {
                if (claims.size() < limit
                        && !legacyOnly
                        && job.state.equals("ENQUEUED")
                        && known.contains(job.call.task())) {
                    job.state = "PROCESSING";
                    job.attempt++;
                    job.token = ++tokens;
                    job.leaseEnd = now + lease.toNanos();
                    claims.add(new Claim(
                            job.call.id(),
                            job.token,
                            job.call.task(),
                            job.call.arguments(),
                            job.attempt,
                            lease,
                            epoch,
                            job.metadata));
                }
            }
            return claims;
        }

        private synchronized Answer change(Claim claim, Consumer<Job> change) {
            Job job = jobs.get(claim.id());
            if (job == null || job.token != claim.token() || job.state.equals("DELETED")) {
                return new LostClaim();
            }
            if (job.state.equals("SUCCEEDED") || job.state.equals("FAILED")) {
                return new AlreadyFinal();
            }
            if (!job.state.equals("PROCESSING")) {
                return new LostClaim();
            }
            change.accept(job);
            return new Committed();
        }

        private void failed(Job job, boolean mayRetry, int defaultRetries) {
            int retries = job.call.retries().orElse(defaultRetries);
            boolean again = mayRetry && job.attempt <= retries;
            job.state = again ? "SCHEDULED" : "FAILED";
            job.due = now + Duration.ofSeconds(3).toNanos();
        }

        private int promote() {
            int moved = 0;
            for (Job job : jobs.values()) {
                if (job.state.equals("SCHEDULED") && job.due <= now) {
                    job.state = "ENQUEUED";
                    moved++;
                }
            }
            return moved;
        }

        private int reap() {
            int moved = 0;
            for (Job job : jobs.values()) {
                if (job.state.equals("PROCESSING") && job.leaseEnd <= now) {
                    failed(job, true, 10);
                    moved++;
                }
            }
            return moved;
        }
    }

    /** One job as stored. */
    public static final class Job {
        public final List<Throwable> failures = new CopyOnWriteArrayList<>();
        public final Map<String, JsonNode> metadata = new HashMap<>();
        public volatile int attempt;
        public volatile String reason = "";
        private final NewJob call;
        private volatile String state;
        private long due;
        private long token;
        private long leaseEnd;

        private Job(NewJob call, long due, boolean now) {
            this.call = call;
            this.due = due;
            this.state = now ? "ENQUEUED" : "SCHEDULED";
        }
    }
}
