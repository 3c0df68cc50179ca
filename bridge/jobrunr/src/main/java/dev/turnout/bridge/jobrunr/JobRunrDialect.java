// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.wire.Dialect;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.Known;
import dev.turnout.bridge.wire.UnreadableDocument;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.EnqueuedState;

/** Arguments of new jobs, written by the application's own JobRunr mapper, whatever that is. It is never asked to read. */
public final class JobRunrDialect implements Dialect {
    private static final UUID NOBODY = new UUID(0, 0);

    private final JobMapper mapper;

    public JobRunrDialect(JobMapper mapper) {
        this.mapper = mapper;
    }

    /** JobRunr's mapper writes jobs only, so the value travels in a small one. */
    @Override
    public Json write(Object value) {
        Object known = Known.of(value);
        try {
            JobParameter parameter = new JobParameter(known.getClass().getName(), known);
            Job job = new Job(
                    NOBODY,
                    1,
                    new JobDetails("turnout.Argument", null, "none", List.of(parameter)),
                    List.of(new EnqueuedState()),
                    new ConcurrentHashMap<>());
            return new Json(
                    JobDocument.read(mapper.serializeJob(job))
                            .arguments()
                            .get(0)
                            .value(),
                    known.getClass());
        } catch (UnreadableDocument | RuntimeException | StackOverflowError unwritable) {
            throw new IllegalArgumentException("JobRunr's mapper does not write it: " + root(unwritable), unwritable);
        }
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
