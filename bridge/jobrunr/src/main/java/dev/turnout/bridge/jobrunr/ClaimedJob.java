// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Argument;
import dev.turnout.runtime.queue.Claim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.utils.JobUtils;

/** Makes a JobRunr job out of a claim, as data. */
final class ClaimedJob {
    private static final String WORKER = "turnout";

    private ClaimedJob() {}

    static Job of(Claim claim) {
        List<JobState> history = history(claim.attempt());
        Job job = new Job(
                UUID.fromString(claim.id().value()),
                history.size(),
                details(claim),
                history,
                metadata(claim.metadata()));
        job.setJobName(JobUtils.getReadableNameFromJobDetails(job.getJobDetails()));
        return job;
    }

    private static JobDetails details(Claim claim) {
        return new JobDetails(
                claim.task().className(),
                null,
                claim.task().methodName(),
                claim.arguments().stream().map(ClaimedJob::parameter).toList());
    }

    private static JobParameter parameter(Argument argument) {
        return argument.declaredType().equals(JobContext.class.getName())
                ? JobParameter.JobContext
                : new JobParameter(argument.declaredType(), PlainValues.of(argument.declaredType(), argument.value()));
    }

    /**
     * Enqueued, Processing; and before them, for each earlier attempt, the four states that JobRunr writes for one. Their
     * number is in the keys of logs and progress bars. A job that was released and claimed again has more states than
     * that; its logs then appear under the earlier processing state.
     */
    private static List<JobState> history(int attempt) {
        List<JobState> states = new ArrayList<>();
        for (int earlier = 1; earlier < attempt; earlier++) {
            states.add(new EnqueuedState());
            states.add(processing());
            states.add(
                    new FailedState("Attempt " + earlier, new IllegalStateException("The stored job has the details")));
            states.add(new ScheduledState(Instant.now()));
        }
        states.add(new EnqueuedState());
        states.add(processing());
        return states;
    }

    private static ProcessingState processing() {
        return new ProcessingState(new UUID(0, 0), WORKER);
    }

    private static ConcurrentHashMap<String, Object> metadata(Map<String, JsonNode> stored) {
        ConcurrentHashMap<String, Object> values = new ConcurrentHashMap<>();
        stored.forEach((key, value) -> metadataValue(value).ifPresent(plain -> values.put(key, plain)));
        return values;
    }

    private static Optional<Object> metadataValue(JsonNode value) {
        return value.isValueNode() || value.isArray() ? PlainValues.simple(value) : Optional.empty();
    }
}
