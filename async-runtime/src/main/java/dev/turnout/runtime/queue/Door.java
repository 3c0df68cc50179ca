// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The way in: new jobs, and looking at and deleting those that are there. */
public interface Door {
    /**
     * Puts one job in.
     *
     * @return true if it is new, false if a job of that id is there already; then nothing was changed
     */
    CompletionStage<Boolean> insert(NewJob job);

    /** The job's place in its life, as the layout names it; empty if there is no such job. */
    CompletionStage<Optional<String>> state(JobId id);

    /** Deletes a job in whatever state it is. A running one is cancelled with its worker's next renewal. */
    CompletionStage<Answer> delete(JobId id);

    /**
     * A job to put in.
     *
     * @param id its id
     * @param task what it runs
     * @param arguments its arguments, as trees
     * @param delay time until it is due; zero for now
     * @param retries attempts after the first; empty for the layout's default
     */
    record NewJob(JobId id, TaskAddress task, List<Argument> arguments, Duration delay, Optional<Integer> retries) {
        /** A job that is due now. */
        public static NewJob now(JobId id, TaskAddress task, List<Argument> arguments) {
            return new NewJob(id, task, arguments, Duration.ZERO, Optional.empty());
        }

        /** A null argument is a JSON null, see {@link JsonNode#isNull}. */
        public NewJob {
            arguments = List.copyOf(arguments);
        }
    }
}
