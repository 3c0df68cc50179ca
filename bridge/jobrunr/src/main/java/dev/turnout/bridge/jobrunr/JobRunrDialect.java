// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.StdDateFormat;
import dev.turnout.bridge.wire.Dialect;
import dev.turnout.bridge.wire.JobDocument;
import dev.turnout.bridge.wire.Known;
import dev.turnout.bridge.wire.UnreadableDocument;
import dev.turnout.runtime.queue.Form;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.EnqueuedState;

/**
 * Arguments of new jobs, written by the application's own JobRunr mapper, whatever that is. It is never asked to read, because it
 * makes objects of the classes that a document names; a copy of the Jackson mapper inside it, without that, is.
 */
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

    /**
     * With the names and modules of the Jackson 2 mapper inside JobRunr's. JobRunr's Gson and JSON-B are read in their dialects, with
     * nothing of what the application has set in them.
     */
    @Override
    public ObjectMapper reader() {
        return inside(mapper, "jsonMapper")
                .flatMap(json -> inside(json, "objectMapper"))
                .filter(ObjectMapper.class::isInstance)
                .map(ObjectMapper.class::cast)
                .map(JobRunrDialect::reading)
                .orElseGet(() -> byName(mapper).reader());
    }

    /** By its name, for the classes of the others are not there where one of them is. */
    private static Dialect byName(JobMapper mapper) {
        String name = inside(mapper, "jsonMapper")
                .map(json -> json.getClass().getSimpleName())
                .orElse("");
        return switch (name) {
            case "GsonJsonMapper" -> Dialect.GSON;
            case "JsonbJsonMapper" -> Dialect.JSONB;
            default -> Dialect.JACKSON;
        };
    }

    /** Enums are read by either of their texts only where the mapper does not insist on one. */
    private static ObjectMapper reading(ObjectMapper theirs) {
        return Form.plain(theirs)
                .reader()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                .setDateFormat(new StdDateFormat());
    }

    /** JobRunr shows neither. Empty if there is no such field, or it is not to be read. */
    private static Optional<Object> inside(Object holder, String name) {
        for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                return field.trySetAccessible() ? Optional.ofNullable(field.get(holder)) : Optional.empty();
            } catch (NoSuchFieldException further) {
                continue;
            } catch (IllegalAccessException closed) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
