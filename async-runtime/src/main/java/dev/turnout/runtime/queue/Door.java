// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way in: new jobs, and looking at and deleting those that are there. */
public interface Door {
    /**
     * Puts one job in.
     *
     * @return true if it is new, false if a job of that id is there already; then nothing was changed
     */
    CompletionStage<Boolean> insert(NewJob job);

    /**
     * Puts many jobs in, in as few round trips as the layout can: each as with {@link #insert}, in this order. If the stage
     * fails, some may be in; asking again with the same ids puts each in at most once.
     *
     * @return one answer a job, in the same order
     */
    default CompletionStage<List<Boolean>> insertAll(List<NewJob> jobs) {
        CompletionStage<List<Boolean>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (NewJob job : jobs) {
            all = all.thenCompose(answers -> insert(job).thenApply(added -> {
                answers.add(added);
                return answers;
            }));
        }
        return all;
    }

    /** How this layout wants new jobs to be written; the same each time. */
    default Form form() {
        return Form.PLAIN;
    }

    /** The job's place in its life, as the layout names it; empty if there is no such job. */
    CompletionStage<Optional<String>> state(JobId id);

    /**
     * Ends a job in whatever state it is: queued, deferred, running, failed. Its end is recorded once, now; a worker that
     * runs it is told at once, and cancels stage and thread; it learns it with its next renewal at the latest.
     *
     * @param why one sentence, kept in the job's history
     * @return {@code AlreadyFinal} if it had ended or been cancelled before, {@code LostClaim} if there is no such job
     */
    CompletionStage<Answer> cancel(JobId id, String why);

    /** How much there is to do for workers that know {@code tasks}. */
    CompletionStage<Backlog> backlog(Set<TaskAddress> tasks);

    /** Jobs that workers have left alone, with the reason, at most {@code limit} of them. */
    CompletionStage<List<Parked>> parked(int limit);

    /**
     * What waits.
     *
     * @param claimable jobs that a worker of this pool may claim: of known tasks that are not paused, by their routes, beyond
     *     what is left to the other pool. Those count too that a full cap or the minimum age lets wait: their turn comes
     *     by itself
     * @param paused jobs that would be claimable, but whose task, or everything, is paused
     * @param estimated whether {@code claimable} and {@code oldest} were reckoned from a sample in part: where many jobs wait
     *     that no worker of this pool has looked at yet. {@code paused} is reckoned so too then, and where everything is paused
     * @param oldest how long the oldest of the claimable ones has been due; zero if there is none
     * @param deferred jobs of any task that are due later, retries too
     * @param parked jobs that workers have left alone
     * @param waiting jobs of any task, of both pools, that are due now
     */
    record Backlog(
            long claimable,
            long paused,
            boolean estimated,
            Duration oldest,
            long deferred,
            long parked,
            long waiting) {}

    /**
     * A job that was left alone.
     *
     * @param id what stands in the queue; not always a well-formed id
     * @param reason why, in a sentence
     */
    record Parked(String id, String reason) {}

    /**
     * A job to put in.
     *
     * @param id its id
     * @param task what it runs
     * @param arguments its arguments, as trees
     * @param delay time until it is due; zero for now
     * @param retries attempts after the first; empty for the layout's default
     * @param metadata what travels with the job, such as the trace of who put it in; see {@link Claim#metadata}
     * @param options what is asked beyond that; an absolute due time counts more than {@code delay}
     */
    record NewJob(
            JobId id,
            TaskAddress task,
            List<Argument> arguments,
            Duration delay,
            Optional<Integer> retries,
            Map<String, JsonNode> metadata,
            JobOptions options) {
        /** A job of which nothing more is asked. */
        public NewJob(
                JobId id,
                TaskAddress task,
                List<Argument> arguments,
                Duration delay,
                Optional<Integer> retries,
                Map<String, JsonNode> metadata) {
            this(id, task, arguments, delay, retries, metadata, JobOptions.NONE);
        }

        /** A job that is due now. */
        public static NewJob now(JobId id, TaskAddress task, List<Argument> arguments) {
            return new NewJob(id, task, arguments, Duration.ZERO, Optional.empty(), Map.of());
        }

        /** A null argument is a JSON null, see {@link JsonNode#isNull}. */
        public NewJob {
            arguments = List.copyOf(arguments);
            metadata = Map.copyOf(metadata);
        }

        /** The same job with other metadata. */
        public NewJob withMetadata(Map<String, JsonNode> other) {
            return new NewJob(id, task, arguments, delay, retries, other, options);
        }
    }
}
