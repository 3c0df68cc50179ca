// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import dev.turnout.runtime.async.Facade;
import dev.turnout.runtime.queue.Door;
import dev.turnout.runtime.queue.Door.NewJob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands jobs to the door, at once or when their transaction has committed. */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Door door;
    private final Departure departure;

    Outbox(Door door, Departure departure) {
        this.door = door;
        this.departure = departure;
    }

    /**
     * Sends {@code jobs}, all of them together.
     *
     * @return a handle each; their ends come from the thread of the door
     * @throws IllegalArgumentException if the layout cannot carry one of them; then none was sent
     */
    List<Job<?>> send(List<NewJob> jobs, boolean atOnce) {
        return send(jobs, atOnce, false);
    }

    /** Sends {@code jobs} and waits until they are in, unless they leave at a commit; then that waits. */
    List<Job<?>> sendAndWait(List<NewJob> jobs, boolean atOnce) {
        return Facade.await(() -> {
            List<Job<?>> handles = send(jobs, atOnce, true);
            boolean later = handles.isEmpty() || handles.get(0).sent() instanceof Arrival;
            return later
                    ? CompletableFuture.completedFuture(handles)
                    : handles.get(handles.size() - 1).sent().thenApply(added -> handles);
        });
    }

    private List<Job<?>> send(List<NewJob> jobs, boolean atOnce, boolean waits) {
        jobs.forEach(door.form()::check);
        Waiting waiting = new Waiting(jobs, waits);
        if (!atOnce && departure.holds(waiting)) {
            return handles(jobs, waiting.arrival);
        }
        return handles(jobs, put(jobs).toCompletableFuture());
    }

    private CompletionStage<List<Boolean>> put(List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return jobs.size() == 1 ? door.insert(jobs.get(0)).thenApply(List::of) : door.insertAll(jobs);
    }

    private List<Job<?>> handles(List<NewJob> jobs, CompletableFuture<List<Boolean>> arrival) {
        List<Job<?>> handles = new ArrayList<>();
        for (int at = 0; at < jobs.size(); at++) {
            int place = at;
            NewJob job = jobs.get(at);
            handles.add(new Job<>(door, job.id(), job.task(), arrival.thenApply(added -> added.get(place))));
        }
        return handles;
    }

    /** Jobs that leave at a commit. */
    private final class Waiting implements Departure.Sending {
        private final List<NewJob> jobs;
        private final boolean waits;
        private final Arrival.Held held = new Arrival.Held();
        private final Arrival<List<Boolean>> arrival = new Arrival<>(held);

        Waiting(List<NewJob> jobs, boolean waits) {
            this.jobs = jobs;
            this.waits = waits;
        }

        @Override
        public void go() {
            held.over();
            try {
                if (waits) {
                    Facade.await(this::putAndTell);
                } else {
                    putAndTell();
                }
            } catch (RuntimeException | Error failure) {
                arrived(null, failure);
            }
        }

        private CompletionStage<List<Boolean>> putAndTell() {
            return put(jobs).whenComplete(this::arrived);
        }

        private void arrived(@Nullable List<Boolean> added, @Nullable Throwable failure) {
            if (failure == null) {
                arrival.complete(added);
                return;
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (arrival.completeExceptionally(cause)) {
                LOG.error(
                        "TURNOUT-0643 The transaction has committed, but no answer came to the jobs that were to follow it:"
                                + " {}. They may be in the queue or not. Send them again with these ids: that puts each in"
                                + " at most once.",
                        jobs.stream().map(job -> job.task() + " " + job.id()).toList(),
                        cause);
            }
        }

        @Override
        public void drop() {
            held.over();
            arrival.completeExceptionally(
                    new CancellationException(
                            "TURNOUT-0640 " + jobs.size() + " jobs were not sent,"
                                    + " because the transaction that they belong to was not committed. Nothing is left to do."));
        }
    }
}
