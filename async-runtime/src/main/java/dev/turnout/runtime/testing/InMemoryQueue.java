// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Claims;
import dev.turnout.runtime.queue.Controls;
import dev.turnout.runtime.queue.Demand;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Duties;
import dev.turnout.runtime.queue.Failure;
import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.queue.Routes;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SPI on a map, for tests: one {@link MemoryStore}, and one view of it a worker. It passes the same contract as the layouts
 * on Redis. Answers come at once; time is the store's clock. Safe for use by several threads.
 *
 * <p>It is a place for jobs, and runs none: give it to a {@link dev.turnout.runtime.Worker}, or take a {@link TestWorker},
 * which has one.
 */
public class InMemoryQueue implements Queue, Claims, Duties, Presence, Door, Controls {
    private final MemoryStore store;
    private final List<Ear> ears = new CopyOnWriteArrayList<>();

    /** One view of {@code store}, as one worker has it. */
    public InMemoryQueue(MemoryStore store) {
        this.store = store;
    }

    /** A queue of its own, on a clock that stands still until {@code store().clock()} is moved. */
    public static InMemoryQueue create() {
        return new InMemoryQueue(new MemoryStore());
    }

    /**
     * From now on arguments are written with the modules and settings of {@code mapper}, which is copied, for all views of the
     * store; workers on it read with the same, unless they are given another.
     */
    public final void mapper(ObjectMapper mapper) {
        store.form(Form.plain(mapper));
    }

    @Override
    public final Form form() {
        return store.form();
    }

    /** What all views share. */
    public final MemoryStore store() {
        return store;
    }

    /** The clock by which jobs are due. It stands still until somebody moves it. */
    public final TestClock clock() {
        return store.clock();
    }

    /**
     * Puts a job in that is due now.
     *
     * @param arguments Java values, one a parameter of {@code task}; what is a {@link JsonNode} is taken as it is
     * @return the job, as it stands from now on
     * @throws IllegalArgumentException if their number is wrong, or one cannot be written as JSON
     */
    public final StoredJob enqueue(TaskAddress task, @Nullable Object... arguments) {
        return job(task, arguments).enqueue();
    }

    /** A job with settings of its own, which is put in by {@link Draft#enqueue}; arguments as in {@link #enqueue}. */
    public final Draft job(TaskAddress task, @Nullable Object... arguments) {
        return new Draft(this, task, store.trees().of(task, arguments));
    }

    /** The jobs in one of these states, or all if none is named, in the order in which they came. */
    public final List<StoredJob> jobs(StoredJob.State... states) {
        return store.jobs(states);
    }

    /**
     * The job of that id.
     *
     * @throws java.util.NoSuchElementException if it never came
     */
    public final StoredJob job(JobId id) {
        return store.find(id).orElseThrow(() -> new NoSuchElementException("no job " + id + " was put in"));
    }

    /** Whether nothing is left to do: no job waits, runs, is deferred or parked. */
    public final boolean isEmpty() {
        return jobs(
                        StoredJob.State.SCHEDULED,
                        StoredJob.State.ENQUEUED,
                        StoredJob.State.PROCESSING,
                        StoredJob.State.PARKED)
                .isEmpty();
    }

    @Override
    public CompletionStage<List<Claim>> claim(Demand demand) {
        return done(() -> store.claim(demand, routes().epoch()));
    }

    @Override
    public CompletionStage<List<Answer>> renew(List<Claim> claims) {
        return done(() -> store.renew(claims));
    }

    @Override
    public CompletionStage<Answer> complete(Claim claim) {
        return done(() -> store.complete(claim));
    }

    @Override
    public CompletionStage<Answer> fail(Claim claim, Failure failure) {
        return done(() -> store.fail(claim, failure));
    }

    @Override
    public CompletionStage<Answer> release(Claim claim) {
        CompletionStage<Answer> answer = done(() -> store.release(claim));
        store.wakeAll();
        return answer;
    }

    @Override
    public CompletionStage<Answer> park(Claim claim, String reason) {
        return done(() -> store.park(claim, reason));
    }

    @Override
    public CompletionStage<Answer> note(Claim claim, Map<String, JsonNode> metadata) {
        return done(() -> store.note(claim, metadata));
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
        store.present().add(this);
        return none();
    }

    @Override
    public CompletionStage<Void> beat(Beat beat) {
        return none();
    }

    @Override
    public CompletionStage<Void> leave() {
        close();
        return none();
    }

    @Override
    public CompletionStage<Void> listen(Ear ear) {
        ears.add(ear);
        store.ears().add(ear);
        return none();
    }

    @Override
    public CompletionStage<Boolean> insert(NewJob job) {
        form().check(job);
        CompletionStage<Boolean> added = done(() -> store.insert(job));
        store.wakeAll();
        return added;
    }

    @Override
    public CompletionStage<Optional<String>> state(JobId id) {
        return done(() -> store.find(id).map(StoredJob::state).map(StoredJob.State::name));
    }

    @Override
    public CompletionStage<Answer> cancel(JobId id, String why) {
        CompletionStage<Answer> answer = done(() -> store.cancel(id, why));
        store.ears().forEach(ear -> ear.cancelled(id));
        return answer;
    }

    @Override
    public CompletionStage<Backlog> backlog(Set<TaskAddress> tasks) {
        return done(() -> store.backlog(tasks));
    }

    @Override
    public CompletionStage<List<Parked>> parked(int limit) {
        return done(() -> store.parked(limit));
    }

    @Override
    public CompletionStage<Void> cap(TaskAddress task, OptionalInt most) {
        store.cap(task, most);
        store.wakeAll();
        return none();
    }

    @Override
    public CompletionStage<Void> pause(Optional<TaskAddress> task) {
        store.pause(task);
        return none();
    }

    @Override
    public CompletionStage<Void> resume(Optional<TaskAddress> task) {
        store.resume(task);
        store.wakeAll();
        return none();
    }

    @Override
    public CompletionStage<Settings> settings() {
        return done(store::settings);
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
    public Controls controls() {
        return this;
    }

    @Override
    public Routes routes() {
        return Routes.ALWAYS;
    }

    @Override
    public void close() {
        store.present().remove(this);
        store.ears().removeAll(ears);
        ears.clear();
    }

    private static <T> CompletionStage<T> done(Supplier<T> change) {
        return CompletableFuture.completedFuture(change.get());
    }

    @SuppressWarnings("NullAway") // a stage of Void has no other value
    private static CompletionStage<Void> none() {
        return CompletableFuture.completedFuture(null);
    }
}
