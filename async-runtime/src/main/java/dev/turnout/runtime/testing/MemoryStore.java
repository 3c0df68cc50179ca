// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Answer.AlreadyFinal;
import dev.turnout.runtime.queue.Answer.Committed;
import dev.turnout.runtime.queue.Answer.LostClaim;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Controls.Settings;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door.Backlog;
import dev.turnout.runtime.queue.Door.NewJob;
import dev.turnout.runtime.queue.Door.Parked;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.queue.Presence.Ear;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import dev.turnout.runtime.testing.StoredJob.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The jobs of an {@link InMemoryQueue}, and their clock. Safe for use by several threads. */
public final class MemoryStore {
    private static final int LAYOUT_RETRIES = 10;
    private static final int MOST_CRASHES = 3;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(3);

    private final TestClock clock;
    private final Duration lease;
    private final Map<JobId, StoredJob> jobs = new LinkedHashMap<>(); // this and all below: guarded by this
    private final Map<TaskAddress, Integer> caps = new HashMap<>();
    private final Set<TaskAddress> pausedTasks = new HashSet<>();
    private boolean paused;
    private long tokens;
    private volatile Form form = Form.PLAIN;
    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private final List<Queue> present = new CopyOnWriteArrayList<>();

    /** A store with leases of 30 s on a clock of its own. */
    public MemoryStore() {
        this(TestClock.atNoon(), Duration.ofSeconds(30));
    }

    /** A store on {@code clock}, with leases of that length. */
    public MemoryStore(TestClock clock, Duration lease) {
        this.clock = clock;
        this.lease = lease;
    }

    /** The clock by which jobs are due and leases lapse. */
    public TestClock clock() {
        return clock;
    }

    /** How long a lease lasts. */
    Duration lease() {
        return lease;
    }

    /** The jobs in one of these states, or all if none is named, in the order in which they came. */
    public synchronized List<StoredJob> jobs(State... states) {
        Set<State> wanted = states.length == 0 ? EnumSet.allOf(State.class) : EnumSet.copyOf(Arrays.asList(states));
        return jobs.values().stream().filter(job -> wanted.contains(job.state)).toList();
    }

    /** The job of that id, if it ever came. */
    public synchronized Optional<StoredJob> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Whether {@code clock} was moved to the next due time, no later than {@code until}: only where nothing else is to do. */
    synchronized boolean leap(Set<TaskAddress> known, Instant until) {
        boolean busy = jobs.values().stream()
                .anyMatch(job ->
                        job.state == State.PROCESSING || (job.state == State.ENQUEUED && known.contains(job.task())));
        Optional<Instant> next = busy ? Optional.empty() : nextDue().filter(due -> !due.isAfter(until));
        next.ifPresent(clock::advanceTo);
        return next.isPresent() && promote() > 0;
    }

    /** How many deferred jobs are due by {@code until}. */
    synchronized long dueBy(Instant until) {
        return jobs(State.SCHEDULED).stream()
                .filter(job -> !job.due.isAfter(until))
                .count();
    }

    /** When the next deferred job is due; empty if there is none. */
    public synchronized Optional<Instant> nextDue() {
        return jobs.values().stream()
                .filter(job -> job.state == State.SCHEDULED)
                .map(StoredJob::due)
                .min(Instant::compareTo);
    }

    /** Offers parked jobs again, as the layouts do after a minute. */
    public synchronized void reoffer() {
        jobs.values().stream().filter(job -> job.state == State.PARKED).forEach(job -> job.state = State.ENQUEUED);
    }

    /** Workers that are on the list now. */
    public List<Queue> present() {
        return present;
    }

    List<Ear> ears() {
        return ears;
    }

    void wakeAll() {
        ears.forEach(Ear::work);
    }

    synchronized boolean insert(NewJob job) {
        return jobs.putIfAbsent(job.id(), new StoredJob(job, trees(), clock.instant())) == null;
    }

    synchronized List<Claim> claim(Demand demand, long epoch) {
        Instant now = clock.instant();
        Demand.Tally tally = demand.tally();
        Map<TaskAddress, Integer> inFlight = inFlight();
        List<Claim> claims = new ArrayList<>();
        for (StoredJob job : jobs.values()) {
            if (tally.left() == 0) {
                break;
            }
            if (job.state != State.ENQUEUED || isPaused(job.task()) || isFull(job.task(), inFlight)) {
                continue;
            }
            if (tally.take(job.task())) {
                inFlight.merge(job.task(), 1, Integer::sum);
                claims.add(take(job, now, epoch));
            }
        }
        return claims;
    }

    private Claim take(StoredJob job, Instant now, long epoch) {
        job.state = State.PROCESSING;
        job.token = ++tokens;
        job.leaseEnd = now.plus(lease);
        return new Claim(
                job.id(),
                job.token,
                job.task(),
                job.call.arguments(),
                job.attempts() + 1,
                job.crashes,
                job.waited(now),
                lease,
                epoch,
                job.notes());
    }

    /** All in one step, as a script does. */
    synchronized List<Answer> renew(List<Claim> claims) {
        return claims.stream().map(this::renew).toList();
    }

    private Answer renew(Claim claim) {
        return change(claim, "renew", job -> {
            job.leaseEnd = clock.instant().plus(lease);
            return new Committed();
        });
    }

    synchronized Answer complete(Claim claim) {
        return change(claim, "complete", job -> {
            job.state = State.SUCCEEDED;
            return new Committed();
        });
    }

    synchronized Answer fail(Claim claim, Failure failure) {
        return change(claim, "fail", job -> {
            job.failed(failure.cause());
            boolean again = failure.mayRetry() && job.mayRetry(failure.defaultRetries(), LAYOUT_RETRIES);
            if (!again) {
                job.state = State.FAILED;
            } else {
                schedule(job, failure.retryAfter().orElse(FIRST_RETRY));
            }
            return new Committed(again);
        });
    }

    private void schedule(StoredJob job, Duration delay) {
        job.due = clock.instant().plus(delay);
        job.state = delay.isZero() ? State.ENQUEUED : State.SCHEDULED;
    }

    synchronized Answer release(Claim claim) {
        return change(claim, "release", job -> {
            job.state = State.ENQUEUED;
            return new Committed(true);
        });
    }

    synchronized Answer park(Claim claim, String reason) {
        return change(claim, "park", job -> {
            job.state = State.PARKED;
            job.reason = reason;
            return new Committed();
        });
    }

    synchronized Answer note(Claim claim, Map<String, JsonNode> notes) {
        return change(claim, "note", job -> {
            synchronized (job.notes) {
                job.notes.putAll(notes);
            }
            return new Committed();
        });
    }

    /**
     * Ownership is (job, token): who no longer has the token changes nothing. Who asks again for the change that ended the
     * claim, because no answer came, hears that it is stored.
     */
    private Answer change(Claim claim, String what, Function<StoredJob, Answer> change) {
        StoredJob job = jobs.get(claim.id());
        if (job == null || job.token != claim.token()) {
            return new LostClaim();
        }
        if (job.state == State.PROCESSING) {
            job.lastAnswer = change.apply(job);
            job.lastChange = what;
            return job.lastAnswer;
        }
        if (job.lastChange.equals(what)) {
            return job.lastAnswer;
        }
        return switch (job.state) {
            case SUCCEEDED, FAILED, DELETED -> new AlreadyFinal();
            case SCHEDULED, ENQUEUED, PARKED, PROCESSING -> new LostClaim();
        };
    }

    synchronized int promote() {
        Instant now = clock.instant();
        int moved = 0;
        for (StoredJob job : jobs.values()) {
            if (job.state == State.SCHEDULED && !job.due.isAfter(now)) {
                job.state = State.ENQUEUED;
                moved++;
            }
        }
        return moved;
    }

    synchronized int reap() {
        Instant now = clock.instant();
        int moved = 0;
        for (StoredJob job : jobs.values()) {
            if (job.state == State.PROCESSING && !job.leaseEnd.isAfter(now)) {
                job.crashes++;
                boolean poison = job.crashes >= MOST_CRASHES;
                job.state = poison ? State.FAILED : State.ENQUEUED;
                job.reason = poison ? "TURNOUT-0321 " + job.crashes + " workers stopped while they ran this job" : "";
                job.token = ++tokens;
                moved++;
            }
        }
        return moved;
    }

    synchronized Answer cancel(JobId id, String why) {
        StoredJob job = jobs.get(id);
        if (job == null) {
            return new LostClaim();
        }
        if (job.state == State.SUCCEEDED || job.state == State.DELETED) {
            return new AlreadyFinal();
        }
        job.state = State.DELETED;
        job.lastChange = "cancel";
        job.reason = why;
        return new Committed();
    }

    synchronized Backlog backlog(Set<TaskAddress> tasks) {
        Instant now = clock.instant();
        Map<Boolean, List<StoredJob>> byPause = jobs.values().stream()
                .filter(job -> job.state == State.ENQUEUED && tasks.contains(job.task()))
                .collect(Collectors.partitioningBy(job -> isPaused(job.task())));
        List<StoredJob> claimable = byPause.getOrDefault(false, List.of());
        Duration oldest = claimable.stream()
                .map(job -> job.waited(now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Backlog(
                claimable.size(),
                byPause.getOrDefault(true, List.of()).size(),
                false,
                oldest,
                count(State.SCHEDULED),
                count(State.PARKED),
                count(State.ENQUEUED));
    }

    private long count(State state) {
        return jobs.values().stream().filter(job -> job.state == state).count();
    }

    synchronized List<Parked> parked(int limit) {
        return jobs.values().stream()
                .filter(job -> job.state == State.PARKED)
                .limit(limit)
                .map(job -> new Parked(job.id().value(), job.reason))
                .toList();
    }

    synchronized void cap(TaskAddress task, OptionalInt most) {
        if (most.isPresent()) {
            caps.put(task, most.getAsInt());
        } else {
            caps.remove(task);
        }
    }

    synchronized void pause(Optional<TaskAddress> task) {
        task.ifPresentOrElse(pausedTasks::add, () -> paused = true);
    }

    synchronized void resume(Optional<TaskAddress> task) {
        task.ifPresentOrElse(pausedTasks::remove, () -> {
            paused = false;
            pausedTasks.clear();
        });
    }

    synchronized Settings settings() {
        return new Settings(caps, inFlight(), paused, pausedTasks);
    }

    private boolean isPaused(TaskAddress task) {
        return paused || pausedTasks.contains(task);
    }

    private boolean isFull(TaskAddress task, Map<TaskAddress, Integer> inFlight) {
        Integer most = caps.get(task);
        return most != null && inFlight.getOrDefault(task, 0) >= most;
    }

    private Map<TaskAddress, Integer> inFlight() {
        Map<TaskAddress, Integer> running = new HashMap<>();
        jobs.values().stream()
                .filter(job -> job.state == State.PROCESSING)
                .forEach(job -> running.merge(job.task(), 1, Integer::sum));
        return running;
    }

    /** How arguments are written, and read back. */
    Form form() {
        return form;
    }

    void form(Form written) {
        form = written;
    }

    Trees trees() {
        return new Trees(form.reader());
    }
}
