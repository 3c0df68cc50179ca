// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.queue;

import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Duration;
import java.util.List;

/**
 * One job, taken by this worker until its lease ends.
 *
 * @param id the job
 * @param token the fencing token; every change of the job asks for it
 * @param task what to run
 * @param arguments the stored arguments, in order, unbound
 * @param attempt 1 for the first attempt, counted over both pools; runs that a crash ended count too
 * @param crashes earlier runs that were ended by a crash of their worker
 * @param waited how long the job was due before it was claimed, by the clock of the queue
 * @param lease how long the claim holds without a renewal, by the clock of the queue
 * @param epoch the route epoch under which the job was claimed
 * @param metadata what travels with the job: for example the enqueuer's MDC under {@code mdc-…}
 */
public record Claim(
        JobId id,
        long token,
        TaskAddress task,
        List<Argument> arguments,
        int attempt,
        int crashes,
        Duration waited,
        Duration lease,
        long epoch,
        java.util.Map<String, com.fasterxml.jackson.databind.JsonNode> metadata) {
    public Claim {
        arguments = List.copyOf(arguments);
        metadata = java.util.Map.copyOf(metadata);
    }
}
