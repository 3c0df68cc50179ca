// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;

/** How observations of jobs are named, in one place. */
final class Spans {
    static final String RUN = "turnout.job";
    static final String ENQUEUE = "turnout.enqueue";
    static final String TASK = "task";
    static final String JOB = "turnout.job.id";
    static final String ATTEMPT = "turnout.job.attempt";

    private Spans() {}

    /** @param verb what is done to the job; with the short name of the task it names the span */
    static Observation of(
            String name,
            String verb,
            TaskAddress task,
            JobId id,
            Supplier<Observation.Context> context,
            ObservationRegistry registry) {
        String type = task.className().substring(task.className().lastIndexOf('.') + 1);
        return Observation.createNotStarted(name, context, registry)
                .contextualName(verb + " " + type + "#" + task.methodName())
                .lowCardinalityKeyValue(TASK, task.toString())
                .highCardinalityKeyValue(JOB, id.value());
    }
}
