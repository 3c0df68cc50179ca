// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Form;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A door that observes each job that is put in, as {@code turnout.enqueue}, and writes the trace into the job's metadata in the
 * form of whatever tracer listens ({@code traceparent} for W3C). A worker with {@link JobObservations} goes on from there.
 *
 * <p>The trace of the calling thread is the parent. A key that the job carries already is overwritten where a tracer writes the
 * same. Threads and blocking are those of the door behind it.
 */
public final class TracedDoor implements Door {
    private final Door door;
    private final ObservationRegistry registry;

    private TracedDoor(Door door, ObservationRegistry registry) {
        this.door = door;
        this.registry = registry;
    }

    /** {@code door}, observed; it stays the caller's. */
    public static TracedDoor of(Door door, ObservationRegistry registry) {
        return new TracedDoor(door, registry);
    }

    @Override
    public CompletionStage<Boolean> insert(NewJob job) {
        EnqueueObservationContext context = new EnqueueObservationContext(job);
        Observation enqueue = Spans.of(Spans.ENQUEUE, "enqueue", job.task(), job.id(), () -> context, registry)
                .start();
        CompletionStage<Boolean> added;
        try {
            added = enqueue.scoped(() -> door.insert(context.traced()));
        } catch (RuntimeException | Error failure) { // the scope has recorded it
            stop(enqueue, "failed");
            throw failure;
        }
        return added.whenComplete((isNew, failure) -> {
            if (failure == null) {
                stop(enqueue, isNew ? "added" : "known");
            } else {
                failed(enqueue, failure);
            }
        });
    }

    /** Each job has an observation of its own; all end with the one call. */
    @Override
    public CompletionStage<List<Boolean>> insertAll(List<NewJob> jobs) {
        List<EnqueueObservationContext> contexts = new ArrayList<>();
        List<Observation> enqueues = new ArrayList<>();
        for (NewJob job : jobs) {
            EnqueueObservationContext context = new EnqueueObservationContext(job);
            contexts.add(context);
            enqueues.add(Spans.of(Spans.ENQUEUE, "enqueue", job.task(), job.id(), () -> context, registry)
                    .start());
        }
        CompletionStage<List<Boolean>> added;
        try {
            added = door.insertAll(
                    contexts.stream().map(EnqueueObservationContext::traced).toList());
        } catch (RuntimeException | Error failure) {
            enqueues.forEach(enqueue -> failed(enqueue, failure));
            throw failure;
        }
        return added.whenComplete((isNew, failure) -> {
            for (int at = 0; at < enqueues.size(); at++) {
                if (failure == null) {
                    stop(enqueues.get(at), isNew.get(at) ? "added" : "known");
                } else {
                    failed(enqueues.get(at), failure);
                }
            }
        });
    }

    @Override
    public Form form() {
        return door.form();
    }

    private static void failed(Observation enqueue, Throwable failure) {
        enqueue.error(
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        stop(enqueue, "failed");
    }

    private static void stop(Observation enqueue, String outcome) {
        enqueue.lowCardinalityKeyValue(Outcome.KEY, outcome);
        enqueue.stop();
    }

    @Override
    public CompletionStage<Optional<String>> state(JobId id) {
        return door.state(id);
    }

    @Override
    public CompletionStage<Answer> cancel(JobId id, String why) {
        return door.cancel(id, why);
    }

    @Override
    public CompletionStage<Backlog> backlog(Set<TaskAddress> tasks) {
        return door.backlog(tasks);
    }

    @Override
    public CompletionStage<List<Parked>> parked(int limit) {
        return door.parked(limit);
    }
}
